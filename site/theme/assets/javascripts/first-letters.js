// Finds names by their first letters: those of any of their words, and of the words after it.
"use strict";

(() => {
  const partsOf = (said) => said.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  globalThis.ElFirstLetters = {
    begins(name, typed) {
      const parts = partsOf(name);
      return parts.some((_, place) => parts.slice(place).join(" ").startsWith(partsOf(typed).join(" ")));
    },
  };
})();
