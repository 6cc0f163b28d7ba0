// Passkeys: starts allauth's script for the form, and says on the page what it would only write to the console.
const START = { login: "loginForm", authenticate: "authenticateForm", add: "addForm" };

const button = document.querySelector("[data-passkey]");
if (button && window.PublicKeyCredential) {
  const { elements } = button.form;
  window.allauth.webauthn.forms[START[button.dataset.passkey]]({
    ids: {
      [button.dataset.passkey]: button.id,
      credential: elements.credential.id,
      passwordless: elements.passwordless?.id,
      data: "passkey-data",
    },
  });
  button.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
