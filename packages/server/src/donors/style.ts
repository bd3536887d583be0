/** One sheet for the donor's pages: calm, for a telephone first, dark where the reader's screen is. Inlined and hashed. */
export const DONOR_STYLE = `
:root{color-scheme:light dark;--paper:#faf7f2;--ink:#211d19;--soft:#6a6158;--line:#d9d1c5;--card:#fff;--accent:#a1123a;--on-accent:#fff;--wrong:#a1123a}
@media (prefers-color-scheme:dark){:root{--paper:#161412;--ink:#f3ede4;--soft:#b3a89b;--line:#3d3731;--card:#211e1a;--accent:#ff8aa6;--on-accent:#2b0511;--wrong:#ff8aa6}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;background:var(--paper);color:var(--ink);font:18px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:30rem;margin:0 auto;padding:2.5rem 1.25rem 3rem}
.mark{width:2.75rem;height:.35rem;border-radius:1rem;background:var(--accent);margin:0 0 2rem}
.charity{color:var(--soft);margin:0 0 .35rem}
h1{font:600 2.1rem/1.15 Georgia,"Times New Roman",serif;letter-spacing:-.01em;margin:0 0 .75rem;overflow-wrap:anywhere}
.figure{font:600 clamp(2.8rem,14vw,4rem)/1.1 Georgia,"Times New Roman",serif;margin:.5rem 0 .75rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tax{color:var(--soft);margin:0 0 1.75rem;font-size:1rem}
form{background:var(--card);border:1px solid var(--line);border-radius:1.1rem;padding:1.4rem 1.25rem;margin:0 0 1.5rem}
label.field,legend{display:block;font-weight:600;padding:0;margin:0 0 .35rem}
.hint{color:var(--soft);font-size:.95rem;margin:.35rem 0 1.25rem}
.wrong{color:var(--wrong);font-weight:600;margin:.35rem 0 1.25rem}
.money{display:flex;align-items:center;border:2px solid var(--line);border-radius:.75rem;background:var(--paper)}
.money:focus-within{border-color:var(--accent)}
.money input{flex:1;min-width:0;border:0;background:none;color:inherit;font-family:inherit;font-size:1.5rem;font-weight:600;line-height:1.2;padding:.7rem .9rem;outline:0;font-variant-numeric:tabular-nums}
.money span{padding-right:1rem;color:var(--soft);font-size:1.3rem}
fieldset{border:0;padding:0;margin:0 0 1.5rem}
.choices{display:grid;grid-template-columns:1fr 1fr;gap:.6rem}
.choice{position:relative;display:block}
.choice input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.choice span{display:grid;place-items:center;min-height:3rem;border:2px solid var(--line);border-radius:.75rem;padding:.4rem .6rem;text-align:center}
.choice input:checked+span{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);font-weight:600}
.choice input:focus-visible+span,.pay:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.pay{display:grid;place-items:center;width:100%;min-height:3.6rem;border:0;border-radius:.9rem;background:var(--accent);color:var(--on-accent);font-family:inherit;font-size:1.2rem;font-weight:600;line-height:1.2;padding:.8rem 1rem;text-align:center;text-decoration:none;cursor:pointer}
.small{color:var(--soft);font-size:.95rem;margin:0 0 1.5rem}
.switch{font-size:.95rem}
a{color:inherit;text-underline-offset:.2em}
@media (forced-colors:active){.choice input:checked+span{outline:3px solid}}
`;
