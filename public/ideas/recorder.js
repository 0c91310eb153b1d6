// Records a voice note in the browser and puts it into the form's own file field, so that it is sent
// like any file. A page without scripts has that field alone. Everything is found by `data-` names
// and heard on the document, so that pages that come and go need no setting up.

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
/// As long as the server takes a file: ten minutes of speech are far below its limit.
const LONGEST = 600_000;

let recorder = null;

function part(form, name) {
  return form.querySelector(`[data-record="${name}"]`);
}

/** Shows one of the buttons, and what else is named. */
function show(form, ...names) {
  for (const it of form.querySelectorAll("[data-record]")) it.hidden = !names.includes(it.dataset.record);
}

function offer() {
  if (!window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return;
  for (const box of document.querySelectorAll("[data-recorder][hidden]")) box.hidden = false;
}

async function start(form) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    show(form, "start", "failed");
    return;
  }
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.onstop = () => {
    for (const track of stream.getTracks()) track.stop();
    const type = recorder.mimeType.split(";")[0];
    const file = new File(pieces, `note.${type.split("/")[1]}`, { type });
    const carrier = new DataTransfer();
    carrier.items.add(file);
    form.querySelector("input[type=file]").files = carrier.files;
    const listen = part(form, "listen");
    if (listen.src) URL.revokeObjectURL(listen.src);
    listen.src = URL.createObjectURL(file);
    show(form, "start", "listen");
    recorder = null;
  };
  recorder.start();
  show(form, "stop");
  setTimeout(() => recorder?.state === "recording" && recorder.stop(), LONGEST);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-record]");
  const form = button?.closest("form[data-voice]");
  if (!form) return;
  if (button.dataset.record === "start") start(form);
  else if (recorder?.state === "recording") recorder.stop();
});

// A module runs once: the page after a navigation is found as it comes.
new MutationObserver(offer).observe(document.documentElement, { childList: true, subtree: true });
offer();
