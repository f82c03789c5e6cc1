/** All of the practice organization that the wizard needs. Issuing and reading certificates is much code: it is loaded when a rehearsal begins. */
export { practiceGateway } from './gateway.ts';
export { runHybridConfigurationWizard } from './hybrid-configuration-wizard.ts';
export { practiceOrganization } from './organizations/samples.ts';
