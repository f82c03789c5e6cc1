/** Which component shows which page behind the first. One piece of code, read while the administrator reads the first page. */
import type { Component } from 'svelte';
import type { Page } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Before from './before/Before.svelte';
import CertificatePage from './certificate/CertificatePage.svelte';
import Change from './change/Change.svelte';
import ExchangeOnline from './exchangeOnline/ExchangeOnline.svelte';
import Finish from './finish/Finish.svelte';
import Collect from './collect/Collect.svelte';
import Hcw from './hcw/Hcw.svelte';
import OnPremises from './onPremises/OnPremises.svelte';
import OldCertificate from './oldCertificate/OldCertificate.svelte';
import PlanPage from './plan/PlanPage.svelte';
import PostChecks from './postChecks/PostChecks.svelte';
import RenewAgain from './renewAgain/RenewAgain.svelte';
import PreChecks from './preChecks/PreChecks.svelte';
import Fix from './fix/Fix.svelte';

/** Beside the HCW */
export { default as HcwCompact } from './hcw/HcwCompact.svelte';

export const laterPages: Readonly<Record<Exclude<Page, 'start'>, Component<{ view: WizardView }>>> = {
  renewAgain: RenewAgain,
  before: Before,
  onPremises: OnPremises,
  exchangeOnline: ExchangeOnline,
  collect: Collect,
  certificate: CertificatePage,
  preChecks: PreChecks,
  plan: PlanPage,
  change: Change,
  hcw: Hcw,
  fix: Fix,
  postChecks: PostChecks,
  finish: Finish,
  oldCertificate: OldCertificate,
};
