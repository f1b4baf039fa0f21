// Acts of who sits before the page: asked of the server, which lets the invented person do them.

import { ask } from "./dialogs.js";
import { t } from "./texts.js";

export async function act(does, details = {}) {
  return said(await fetch("/act", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ do: does, ...details }),
  }));
}

export async function upload(file, details) {
  const query = new URLSearchParams({ ...details, name: file.name });
  return said(await fetch(`/upload?${query}`, {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  }));
}

// True when it was done; otherwise the reason is shown.
async function said(answer) {
  if (answer.ok) return true;
  const body = await answer.json().catch(() => ({ error: answer.statusText }));
  await ask({ title: t("notDone"), text: body.error });
  return false;
}
