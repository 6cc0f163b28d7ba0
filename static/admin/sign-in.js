// Says on the page what allauth's scripts for passkeys would only write to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const message = document.getElementById("passkey-failed");
  if (message) message.hidden = false;
});
