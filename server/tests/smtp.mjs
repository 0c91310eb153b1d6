// A real SMTP server for the mail tests: takes mail on a free port of loopback and prints what came
// as one JSON line each. A recipient that begins with "later" is refused for now, once.
import { SMTPServer } from "smtp-server";

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const refused = new Set();

// Quoted-printable and base64, the two ways that text travels in.
function decode(raw) {
  const [head, ...rest] = raw.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  const way = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (way === "base64") return { head, text: Buffer.from(body, "base64").toString("utf8") };
  if (way !== "quoted-printable") return { head, text: body };
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return { head, text: Buffer.from(bytes, "latin1").toString("utf8") };
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onRcptTo({ address }, _session, done) {
    if (address.startsWith("later") && !refused.has(address)) {
      refused.add(address);
      say({ refused: address });
      return done(Object.assign(new Error("try again later"), { responseCode: 451 }));
    }
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const { head, text } = decode(Buffer.concat(parts).toString("latin1"));
      say({ from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((it) => it.address), head, text });
      done();
    });
  },
});
server.on("error", (error) => say({ error: String(error) }));
server.listen(0, "127.0.0.1", () => say({ port: server.server.address().port }));
// The test ends us by closing our input.
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
