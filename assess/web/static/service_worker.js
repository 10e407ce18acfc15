// Pages of one seat, kept for the time without network. The network is always asked first; what is
// kept holds everything a page needs, so that a newer version of Takar strands nobody offline.
const PREFIX = 'seat-';
const HUB = '/isi/';
const NEVER = ['/isi/selesai', '/isi/tarik'];
const LEAVING = ['/isi/tinggalkan', '/isi/tarik'];
const PATIENCE = 8000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => event.waitUntil(keepAll(event.data)));
self.addEventListener('fetch', (event) => {
  const {request} = event;
  const {origin, pathname, search} = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== 'GET') {
    if (LEAVING.includes(pathname)) event.waitUntil(forget());
  } else if (pathname.startsWith('/aset/')) {
    event.respondWith(caches.match(pathname).then((kept) => kept || fetch(request)));
  } else if (request.mode === 'navigate' && !search) {
    event.respondWith(page(event, pathname));
  }
});

async function page(event, path) {
  const kept = await caches.match(path);
  let reply;
  try {
    reply = await ask(path, kept);
  } catch {
    return withoutNetwork(kept, path);
  }
  if (reply.status === 304) return kept;
  if (reply.status >= 500 && kept) return withoutNetwork(kept, path);
  event.waitUntil(keep(path, reply.clone()));
  return reply;
}

// A page that stands as it was costs a few bytes only.
async function ask(path, kept) {
  const limit = new AbortController();
  const timer = kept && setTimeout(() => limit.abort(), PATIENCE);
  const tag = kept && kept.headers.get('ETag');
  try {
    return await fetch(path, {
      credentials: 'same-origin',
      redirect: 'manual',
      headers: {'Takar-Keeps': '1', ...(tag ? {'If-None-Match': tag} : {})},
      signal: limit.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function keep(path, reply) {
  if (NEVER.includes(path)) return;
  if (reply.type === 'opaqueredirect') return forget(); // this phone has no seat any more
  const seat = reply.headers.get('Takar-Seat');
  if (reply.status !== 200 || !seat) return;
  await forget(PREFIX + seat);
  const cache = await caches.open(PREFIX + seat);
  const html = await reply.clone().text();
  for (const asset of new Set(html.match(/\/aset\/[^"]+/g))) {
    if (!await cache.match(asset)) await cache.add(asset);
  }
  await cache.put(path, reply);
}

// Asked for by a page: itself, and from the hub all sections, one after the other.
async function keepAll(paths) {
  for (const path of paths) {
    if (!await caches.match(path)) await ask(path).then((reply) => keep(path, reply));
    const hub = path === HUB && await caches.match(HUB);
    const links = hub ? (await hub.text()).match(/\/isi\/[^"#?]+(?=">)/g) : [];
    for (const link of new Set(links)) {
      if (!NEVER.includes(link) && !await caches.match(link)) await ask(link).then((reply) => keep(link, reply));
    }
  }
}

async function forget(except) {
  for (const name of await caches.keys()) {
    if (name !== except) await caches.delete(name);
  }
}

async function withoutNetwork(kept, path) {
  if (!kept) return path !== HUB && await caches.match(HUB) ? Response.redirect(HUB) : Response.error();
  const headers = new Headers(kept.headers);
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  const since = Date.parse(headers.get('Date')) || Date.now();
  const html = (await kept.text()).replace('<html ', `<html data-offline="${since}" `);
  return new Response(html, {headers});
}
