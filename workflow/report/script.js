// Small comforts; the page is complete without them.
"use strict";

// A link to something inside a closed part opens it; a link into a hidden contrast shows it.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) {
    part.open = true;
  }
  if (target.getClientRects().length === 0) {
    const all = document.getElementById("show-0");
    if (all) all.checked = true;
  }
  target.scrollIntoView();
}
for (const [k, choice] of document.querySelectorAll(".switch input").entries()) {
  choice.addEventListener("change", () => {
    document.dispatchEvent(new CustomEvent("contrastchange", { detail: k }));
  });
}
window.addEventListener("hashchange", reveal);
if (location.hash) reveal();

// Paper cannot be unfolded: print what is folded, then fold it again.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".cards details:not([open])")];
  for (const part of folded) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});
