// The page of files is whole without a script; this only tells that it is.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.body.dataset.ready = "yes";
});
