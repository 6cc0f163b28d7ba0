/* On a phone the cells of a list stand one below the other: each gets the heading of its column, which CSS shows there. */

(() => {
  const label = () => {
    for (const table of document.querySelectorAll("#main table.listing:not(.full-width)")) {
      const headings = [...table.querySelectorAll("thead th, thead td")].map((cell) => cell.innerText.trim());
      for (const row of table.querySelectorAll("tbody tr")) {
        [...row.cells].forEach((cell, place) => {
          const hasText = cell.innerText.trim() !== "";
          if (headings[place] && hasText && !cell.matches(".title, th")) cell.dataset.label = headings[place];
        });
      }
    }
  };

  document.addEventListener("DOMContentLoaded", label);
  document.addEventListener("w-swap:success", label); // a search or a filter has brought other rows
})();
