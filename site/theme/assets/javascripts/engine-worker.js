// Runs the package of the log in Python, in a process of its own, so that the page goes on meanwhile. It is told where
// the parts of the engine are, says how far it is, and then answers one question after another.
let python;

// Each part is fetched once, and whoever asks for it by its name gets what was fetched.
async function fetchParts(root, engine, say) {
  const names = [engine.machine, engine.library, ...engine.archives];
  const total = names.reduce((sum, name) => sum + engine.bytes[name], 0);
  let done = 0;
  async function part(name) {
    const response = await fetch(new URL(engine.folder + name, root), { credentials: "same-origin" });
    if (!response.ok) throw new Error(`${response.status}`);
    const counted = new TransformStream({
      transform(chunk, controller) {
        done += chunk.byteLength;
        say({ done, total });
        controller.enqueue(chunk);
      },
    });
    const stream = response.body.pipeThrough(counted);
    return name.endsWith(".gzip") ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  }
  const bytes = async (name) => new Response(await part(name)).arrayBuffer();
  const [machine, library, ...archives] = await Promise.all(names.map(bytes));
  return { machine, library, archives };
}

async function start({ root, engine }) {
  const parts = await fetchParts(root, engine, (progress) => postMessage({ progress }));
  postMessage({ progress: { starting: true } });
  const folder = new URL(engine.folder + engine.pyodide, root).href;
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  const fetchOther = globalThis.fetch;
  globalThis.fetch = async (asked, settings) => {
    const address = String(asked.url ?? asked);
    if (address === `${folder}pyodide.asm.wasm`) {
      return new Response(parts.machine, { headers: { "content-type": "application/wasm" } });
    }
    if (address === `${folder}python_stdlib.zip`) return new Response(parts.library);
    return fetchOther(asked, settings);
  };
  const pyodide = await loadPyodide({
    indexURL: folder,
    lockFileContents: { info: engine.info, packages: {} },
    packageBaseUrl: folder,
  });
  globalThis.fetch = fetchOther;
  for (const archive of parts.archives) pyodide.unpackArchive(archive, "zip");
  python = pyodide.runPython(`
from pathlib import Path
from escalation_log.in_browser.engine import Engine
Engine(Path("/log"))
`);
  postMessage({ ready: true });
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.engine) await start(data);
    else postMessage({ id: data.id, answer: python.answer(data.name, data.arguments) });
  } catch (error) {
    postMessage({ id: data.id, broken: `${error.name}: ${String(error.message).trim().split("\n").pop()}` });
  }
});
