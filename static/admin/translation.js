/* The translation editor says "Server error" whenever a text is not taken. Why it was not is in the answer: here it is
   shown as Wagtail shows its messages. */

(() => {
  const send = window.fetch;

  window.fetch = async (resource, options) => {
    const response = await send.call(window, resource, options);
    if (options?.method === "PUT" && !response.ok) {
      const answer = await response
        .clone()
        .json()
        .catch(() => ({}));
      const text = answer.error || answer.detail;
      if (text) {
        document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text, type: "error" } }));
      }
    }
    return response;
  };
})();
