/** The report's look: readable in a browser, on paper and in a ticket; system colors, so that dark and contrast themes work. */
export const reportStyle = `
:root { color-scheme: light dark; font: 14px/20px 'Segoe UI Variable', 'Segoe UI', 'Yu Gothic UI', system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
h2 { font-size: 16px; line-height: 22px; font-weight: 600; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid GrayText; padding: 4px 8px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
tbody th { font-weight: 400; }
code, pre { font-family: 'Cascadia Mono', Consolas, monospace; font-size: 12px; white-space: pre-wrap; }
.practice { border: 2px solid currentColor; padding: 8px; font-weight: 600; }
.block, .warn, .unknown { font-weight: 600; }
main { display: none; }
#show-en:checked ~ main.en, #show-ja:checked ~ main.ja { display: block; }
label { margin-inline-end: 1rem; }
@media print { main { display: block !important; } input, label { display: none; } main + main { break-before: page; } }
`;
