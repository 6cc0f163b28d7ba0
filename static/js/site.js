// What a page can do beyond being read. Everything works without it, less comfortably.

// Checklists: the ticks are kept in this browser and nowhere else.
function makeChecklist(list) {
  const key = `checklist:${list.dataset.checklist}`;
  const kept = new Set(read(key));
  const boxes = [...list.querySelectorAll("li")].map((item) => {
    const text = item.textContent.trim();
    const label = document.createElement("label");
    const box = document.createElement("input");
    const words = document.createElement("span");
    box.type = "checkbox";
    box.checked = kept.has(text);
    words.textContent = text;
    label.append(box, words);
    item.replaceChildren(label);
    box.addEventListener("change", () => {
      if (box.checked) kept.add(text);
      else kept.delete(text);
      write(key, [...kept]);
    });
    return box;
  });
  list.querySelector("[data-clear]").addEventListener("click", () => {
    kept.clear();
    write(key, []);
    for (const box of boxes) box.checked = false;
  });
  list.querySelector("[data-print]").addEventListener("click", () => window.print());
  for (const part of list.querySelectorAll("[hidden]")) part.hidden = false;
}

// A browser may refuse to keep anything; the list works all the same.
function read(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function write(key, values) {
  try {
    if (values.length) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
  } catch {
    // Nothing to do: see above.
  }
}

// Films: nothing is asked of the other site before the reader presses the button.
function makeFilm(film) {
  const button = film.querySelector(".film__play button");
  if (!button) return;
  for (const part of film.querySelectorAll("[hidden]")) part.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = film.dataset.film;
    frame.title = film.dataset.title;
    frame.allow = "fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    film.querySelector(".film__poster")?.remove();
    film.prepend(frame);
    film.querySelector(".film__play").remove();
    film.querySelector(".film__privacy").remove();
    frame.tabIndex = 0;
    frame.focus();
  });
}

document.querySelectorAll("[data-checklist]").forEach(makeChecklist);
document.querySelectorAll("[data-film]").forEach(makeFilm);
