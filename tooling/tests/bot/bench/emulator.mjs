// Runs the emulator, whose module is named on the command line, for the tests. Reads one JSON
// request a line from standard input and answers each with one JSON line; ends when standard input
// does, so that it never outlives a test run.
//
//   {"do": "start", "url": ADDRESS TO ADVERTISE, "seed": {...}}  ->  {"url": WHERE IT LISTENS}
//   {"do": "reset"}                                              ->  {}
//   {"do": "mint", "installation": N, "permissions": {...}}      ->  {"token": ...}

import { createSign } from 'node:crypto'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const { createEmulator } = await import(pathToFileURL(process.argv[2]))

let emulator
let address
let app

const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url')

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function signed(key) {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iat: now - 60, exp: now + 540, iss: app.app_id }
  const text = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`
}

async function listening({ url, seed }) {
  for (let tries = 0; ; tries += 1) {
    const port = await freePort()
    try {
      emulator = await createEmulator({ service: 'github', port, baseUrl: url, seed })
      return `http://127.0.0.1:${port}`
    } catch (error) {
      // Another process may have taken the port in between.
      if (error.code !== 'EADDRINUSE' || tries === 9) throw error
    }
  }
}

const requests = {
  async start(request) {
    app = request.seed.github.apps[0]
    address = await listening(request)
    return { url: address }
  },
  async reset() {
    emulator.reset()
    return {}
  },
  async mint({ installation, permissions }) {
    const key = emulator.generatedSecrets[0].value
    const reply = await fetch(`${address}/app/installations/${installation}/access_tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${signed(key)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ permissions }),
    })
    const body = await reply.json()
    return reply.status === 201 ? { token: body.token } : { problem: body.message }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  let answer
  try {
    answer = await requests[request.do](request)
  } catch (error) {
    answer = { problem: String(error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
process.exit(0)
