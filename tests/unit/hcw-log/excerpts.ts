/** Lines of public excerpts of HCW logs, and logs made of lines like them. */

/** KB 4051381: the first line has lost the first digit of the year. */
export const federation = [
  `017.10.23 11:39:51.552         10276 [Client=UX, Activity=Domain Ownership, Session=OnPremises, Cmdlet=Set-FederatedOrganizationIdentifier, Thread=9] START Set-FederatedOrganizationIdentifier -AccountNamespace 'contoso.com' -DelegationFederationTrust 'Microsoft Federation Gateway' -Enabled: $true -DefaultDomain $null`,
  `2017.10.23 11:39:57.693 *ERROR* 10277 [Client=UX, Activity=Domain Ownership, Session=OnPremises, Cmdlet=Set-FederatedOrganizationIdentifier, Thread=9] FINISH Time=6140.9ms Results=PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': Object reference not set to an instance of an object.`,
].join('\r\n');

/** The documentation of the HCW's tools. */
export const proxy =
  '2020.05.29 20:37:37.469         10179 [Client=UX, HTTP GET=https://outlook.office365.com/, Thread=7] Request for https://outlook.office365.com/ does NOT go thru proxy';

/** A question of 2020: asterisks lost, and a stack trace below. */
export const webException = [
  '2020.10.26 17:38:44.877 10439 [Client=UX, fn=.ctor, Thread=20] Downloading https://hybridconfiguration.blob.core.windows.net/connector/MSHybridAutoUpdater.msi  ',
  '',
  '2020.10.26 17:38:47.789 ERROR 10318 [Client=UX, fn=.ctor, Thread=22]  ',
  '',
  'System.Net.WebException: Unable to connect to the remote server ---> System.Net.Sockets.SocketException: A connection attempt failed 13.88.145.64:443  ',
  '',
  'at System.Net.Sockets.Socket.InternalEndConnect(IAsyncResult asyncResult)  ',
].join('\n');

/** A question of 2024. */
export const exceptionImage = String.raw`2024.02.27 20:51:05.132 ERROR 10042 [Client=UX, Thread=1] Exception Image: C:\Users\somebody\AppData\Roaming\Microsoft\Exchange Hybrid Configuration\20240226_143252.png`;

/** A question of 2025. */
export const hybridConnector =
  "2025.03.05 08:43:02.035 ERROR 10349 [Client=UX, Page=HybridConnectorInstall, Thread=8]                                        The connection to the server '6499703f.resource.mailboxmigration.his.msappproxy.net' could not be completed.";

/** A question of 2023: without stamp and asterisks, and with the quotation mark of the one who asks. */
export const transportConfig = `"ERROR 10277 [Client=UX, Session=Tenant, Cmdlet=Set-TransportConfig, Thread=8] FINISH Time=365.2ms Results=PowerShell failed to invoke 'Set-TransportConfig': Before you create a journal rule, you must specify an email account.`;

/** Public notes of 2024: a phase that PASSED directly behind an error of the same phase. */
export const workflow = [
  '2024.01.31 20:38:59.965 WARNING 10310 [Client=UX, Activity=Tenant Data Retrieval, Thread=11] Coexistence domain NOT Found.',
  '2024.01.31 20:44:19.769 *ERROR* 10241 [Client=UX, Page=Configuring, fn=RunWorkflow, Workflow=Hybrid, Task=Initial, Phase=Configure, Thread=10] Workflow Exception: Unable to determine the Tenant Routing Domain [Task=Initial, Phase=Configure]',
  '2024.01.31 20:44:19.769         10271 [Client=UX, Page=Configuring, fn=RunWorkflow, Workflow=Hybrid, Task=Initial, Phase=Configure, Thread=10] FINISH Time=2.0ms Results=PASSED (Configuration Complete)',
  '2024.01.31 20:44:19.770         10270 [Client=UX, Page=Configuring, fn=RunWorkflow, Workflow=Hybrid, Task=Initial, Phase=ValidateConfiguration, Thread=10] START ',
  '2024.01.31 20:44:19.771 *ERROR* 10271 [Client=UX, Page=Configuring, fn=RunWorkflow, Workflow=Hybrid, Task=Initial, Phase=ValidateConfiguration, Thread=10] FINISH Time=1.0ms Results=FAILED - (Validation Failure)',
  '2024.01.31 20:44:19.771 *ERROR* 10273 [Client=UX, Page=Configuring, fn=RunWorkflow, Workflow=Hybrid, Task=Initial, Thread=10] FINISH Time=2157.7ms Results=FAILED',
  '2024.01.31 20:44:19.774 *ERROR* 10025 [Client=UX, Page=Configuring, fn=RunWorkflow, Thread=10] HCW8001 Unable to determine the Tenant Routing Domain',
].join('\n');

/** Microsoft Support, of the wizard in Exchange 2010 and 2013. */
export const oldWizard = [
  "[2/4/2014 13:36:8] INFO:Running command: Get-ExchangeCertificate -Server 'EARTH-MPLS-EXC1'",
  '[2/4/2014 13:36:8] INFO:Cmdlet: Get-ExchangeCertificate --Start Time: 5/24/2012 1:55:50 PM.',
  '[2/4/2014 13:36:8] INFO:Cmdlet: Get-ExchangeCertificate --Processing Time: 405.6052.',
  "[2/4/2014 13:36:9] INFO:Running command: Set-HybridConfiguration -TlsCertificateName '<I>CN=A, O=B<S>CN=mail.contoso.com'",
  '[2/4/2014 13:36:9] INFO:Cmdlet: Set-HybridConfiguration --End Time: 5/24/2012 1:55:50 PM.',
  "[2/4/2014 13:36:16] ERROR:Updating hybrid configuration failed with error 'Subtask CheckPrereqs execution failed: Configure Mail Flow",
  '',
  "The Secure Mail Certificate on server EX1 is not bound to the SMTP Service.'",
].join('\r\n');

const head = (second: number, level: string, context: string): string =>
  `2026.11.28 09:12:${String(second).padStart(2, '0')}.123 ${level.padEnd(7)} 10276 [Client=UX, ${context}]`;
export const oldName = '<I>CN=R10, O=Let’s Encrypt, C=US<S>CN=mail.contoso.com';
export const newName = "<I>CN=R11, O=Let''s Encrypt, C=US<S>CN=mail.contoso.com";

/** One run whose threads write between each other. */
export const interleaved = [
  `${head(0, '', 'Session=OnPremises, Cmdlet=Get-ExchangeCertificate, Thread=3')} START Get-ExchangeCertificate -Server 'EX01'`,
  `${head(1, '', 'Session=OnPremises, Cmdlet=Set-ReceiveConnector, Thread=12')} START Set-ReceiveConnector -Bindings '[::]:25','0.0.0.0:25' -RequireTLS: $false -TLSCertificateName '${newName}' -Identity 'EX01\\Default Frontend EX01'`,
  `${head(1, '', 'Session=OnPremises, Cmdlet=Set-ReceiveConnector, Thread=14')} START Set-ReceiveConnector -TLSCertificateName '${newName.toUpperCase().replaceAll('<I>', '<i>')}' -Identity 'EX02\\Default Frontend EX02'`,
  `${head(2, '', 'Session=Tenant, Cmdlet=Set-ReceiveConnector, Thread=12')} FINISH Time=1.0ms Results=`,
  `${head(3, '*ERROR*', 'Session=OnPremises, Cmdlet=Set-ReceiveConnector, Thread=14')} FINISH Time=2748.1ms Results=PowerShell failed to invoke 'Set-ReceiveConnector': The certificate was not found.`,
  `${head(4, '', 'Session=OnPremises, Cmdlet=Set-ReceiveConnector, Thread=12')} FINISH Time=900.0ms Results=`,
  `${head(5, '', 'Session=OnPremises, Cmdlet=New-SendConnector, Thread=12')} START New-SendConnector -Name 'Outbound to Office 365' -TLSCertificateName '${newName}' -SmartHosts $null`,
  `${head(6, '*ERROR*', 'fn=RunWorkflow, Thread=10')} HCW8010 Default Receive Connector cannot be found on server EX02.`,
  `${head(7, 'WARNING', 'fn=RunWorkflow, Thread=10')} HCW8957 Something about Autodiscover.`,
  '',
].join('\r\n');
