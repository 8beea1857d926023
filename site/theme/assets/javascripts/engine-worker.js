// Runs the package of the log in Python, in a process of its own, so that the page goes on meanwhile. It is told where
// the parts of the engine are, says how far it is, and then answers one question after another.
let engine;

// Fetch the parts that are no scripts, and say how much of them has come.
async function fetchParts(parts, root) {
  const wanted = ["machine", "library", "package", "packages"];
  const total = wanted.reduce((sum, each) => sum + parts[each].bytes, 0);
  let done = 0;
  async function fetched(part) {
    const { address } = parts[part];
    const response = await fetch(new URL(address, root), { credentials: "same-origin" });
    if (!response.ok) throw new Error(`${response.status}: ${address}`);
    const counted = new TransformStream({
      transform(chunk, controller) {
        done += chunk.byteLength;
        postMessage({ progress: { done, total } });
        controller.enqueue(chunk);
      },
    });
    const bytes = response.body.pipeThrough(counted);
    return address.endsWith(".gzip") ? bytes.pipeThrough(new DecompressionStream("gzip")) : bytes;
  }
  const contents = await Promise.all(wanted.map(async (part) => new Response(await fetched(part)).arrayBuffer()));
  return Object.fromEntries(contents.map((content, place) => [wanted[place], content]));
}

// Where the loader looks for the parts that it asks for by names of its own. Nothing is there.
const NOWHERE = new URL("engine/", location.href).href;

async function start({ root, parts, info }) {
  const at = (part) => new URL(parts[part].address, root).href;
  const { machine, library, ...archives } = await fetchParts(parts, root);
  postMessage({ progress: { starting: true } });
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([import(at("loader")), import(at("module"))]);
  const fetchOther = globalThis.fetch;
  const ready = {
    [`${NOWHERE}pyodide.asm.wasm`]: () => new Response(machine, { headers: { "content-type": "application/wasm" } }),
    [`${NOWHERE}python_stdlib.zip`]: () => new Response(library),
  };
  globalThis.fetch = (asked, settings) => {
    const made = ready[String(asked.url ?? asked)];
    return made ? Promise.resolve(made()) : fetchOther(asked, settings);
  };
  const python = await loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule,
    lockFileContents: { info, packages: {} },
    packageBaseUrl: NOWHERE,
  });
  globalThis.fetch = fetchOther;
  for (const archive of Object.values(archives)) python.unpackArchive(archive, "zip");
  engine = python.pyimport("escalation_log.in_browser.engine").engine_in("/log");
  postMessage({ ready: true });
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.parts) await start(data);
    else postMessage({ id: data.id, answer: engine.answer(data.name, data.arguments) });
  } catch (error) {
    postMessage({ id: data.id, broken: `${error.name}: ${String(error.message).trim().split("\n").pop()}` });
  }
});
