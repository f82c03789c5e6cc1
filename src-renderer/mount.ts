/** Mounts the wizard into the window, in place of the icon. */
import { mount } from 'svelte';
import App from './App.svelte';
import { keepTextVisible } from './state/visible-page.ts';
import { connectWizard } from './state/wizard.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no place for the wizard.');
keepTextVisible(document);
// What `npm run bench -- start` divides the time of a start by.
performance.mark('evaluated');
await connectWizard(window.wizard);
performance.mark('connected');
target.replaceChildren();
mount(App, { target });
performance.mark('mounted');
