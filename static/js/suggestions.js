// Suggestions under a search field while somebody types: a combobox with a list, by ARIA's pattern of that name.
// Without it the field is a field and the form a form.

const PAUSE = 200; // milliseconds without a key before anything is asked
const SHORTEST = /[\p{L}\p{N}].*[\p{L}\p{N}]/u;

class Suggestions {
  constructor(form, number) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.options = [];
    this.active = -1;
    this.asking = new AbortController();

    this.list = document.createElement("ul");
    this.list.id = `suggestions-${number}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.name);
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    form.append(this.list, this.said);

    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");

    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    form.addEventListener("submit", () => this.close());
    window.addEventListener("pagehide", () => this.close());
    // The field keeps the focus, or the list would be gone before it is clicked.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(option);
    });
  }

  // --- Asking

  askSoon() {
    this.stopAsking();
    this.activate(-1); // what was chosen may not be on the next list
    if (!SHORTEST.test(this.input.value)) {
      this.show([]);
      return;
    }
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.stopAsking();
    const { signal } = this.asking;
    const address = new URL(this.form.dataset.suggest, location.href);
    address.searchParams.set("q", this.input.value.trim());
    try {
      const answer = await fetch(address, { signal, credentials: "omit" });
      const found = answer.ok ? (await answer.json()).items : [];
      if (!signal.aborted && document.activeElement === this.input) this.show(found, true);
    } catch {
      // Asked anew meanwhile, or no network: the form works all the same.
      if (!signal.aborted) this.show([]);
    }
  }

  stopAsking() {
    clearTimeout(this.waiting);
    this.asking.abort();
    this.asking = new AbortController();
  }

  // --- The list

  show(found, isSaid = false) {
    this.options = found.map((suggestion, place) => this.made(suggestion, place));
    this.list.replaceChildren(...this.options);
    this.activate(-1);
    this.open(found.length > 0);
    this.said.textContent = isSaid ? this.counted(found.length) : "";
  }

  made(suggestion, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.className = "suggestion";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    // Whoever came under another name of the site stays there.
    const { pathname, search } = new URL(suggestion.html_url, location.href);
    option.dataset.path = pathname + search;
    for (const [part, text] of [["title", suggestion.title], ["kind", suggestion.kind.label]]) {
      const span = document.createElement("span");
      span.className = `suggestion__${part}`;
      span.textContent = text;
      option.append(span, " ");
    }
    return option;
  }

  counted(number) {
    const { none, one, many } = this.form.dataset;
    return number === 0 ? none : number === 1 ? one : many.replace("#", number);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    this.stopAsking();
    this.activate(-1);
    this.open(false);
    this.said.textContent = "";
  }

  activate(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  go(option) {
    this.close();
    location.assign(option.dataset.path);
  }

  // --- Keys

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey) this.open(event.key === "ArrowDown" && this.options.length > 0);
      else if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (this.options.length) this.open(true);
      else this.askSoon();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active]);
    } else if (event.key === "Home" || event.key === "End") {
      this.activate(-1); // back in the text, where these keys do what they always do
    }
  }

  move(step) {
    // The text itself lies between the last suggestion and the first.
    const places = this.options.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }
}

document.querySelectorAll("[data-suggest]").forEach((form, number) => new Suggestions(form, number));
