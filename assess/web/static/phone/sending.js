// Sends what waits, until the server has confirmed each operation by its name. Nothing is given up.
import {content, nextBatch, settle, waiting} from './outbox.js';
import {words} from './words.js';

const MOST = 50;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const PATIENCE = 15000;

// tell(kind, results): 'confirmed', 'waiting', 'closed', 'outdated', 'gone'
export function sender(outbox, token, tell) {
  let failures = 0;
  let timer = 0;
  let most = MOST;
  let running = null;

  const soon = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  };

  // Full jitter, so that eighty phones do not all come back in one moment.
  function later(least) {
    soon(least + Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures));
    failures = Math.min(failures + 1, 5);
  }

  // True when nothing waits any more.
  function flush() {
    clearTimeout(timer);
    running = running || sendAll().finally(() => { running = null; });
    return running;
  }

  async function sendAll() {
    for (;;) {
      let batch = [];
      if (waiting(outbox.state).length) {
        await outbox.change((state) => { batch = nextBatch(state, most); });
      }
      if (!batch.length) return true;
      if (!await sendOne(batch)) return false;
    }
  }

  async function sendOne(batch) {
    let reply;
    let told;
    try {
      reply = await post('/isi/simpan', {operations: batch.map(bare)}, token);
      told = await reply.json();
    } catch {
      return failed('waiting', 0);
    }
    if (reply.ok && Array.isArray(told.results)) return confirmed(batch, told);
    if (reply.status === 409) {
      await outbox.change((state) => { state.closed = told.closed || 'round'; });
      if (outbox.state.code) await handOver();
      return failed('closed', LONGEST_PAUSE);
    }
    if (reply.status === 401) return failed('gone', LONGEST_PAUSE);
    if (reply.status === 413 || (reply.status === 400 && told.field)) return unreadable(batch);
    if (reply.status === 400) return failed('outdated', LONGEST_PAUSE);
    return failed('waiting', patienceAsked(reply));
  }

  async function confirmed(batch, told) {
    const named = new Set(told.results.map((each) => each.operation_id));
    if (!batch.some((each) => named.has(each.operation_id))) return failed('waiting', 0);
    failures = 0;
    most = MOST;
    await outbox.change((state) => settle(state, told));
    tell('confirmed', told.results);
    return true;
  }

  // One operation that cannot be read must not hold up the others: it is looked for by halving.
  async function unreadable(batch) {
    if (batch.length > 1) {
      most = Math.ceil(batch.length / 2);
      return true;
    }
    const [{operation_id, question_id}] = batch;
    const result = {operation_id, question_id, outcome: 'refused', message: words.unreadable};
    return confirmed(batch, {answered: outbox.state.answered, results: [result]});
  }

  function failed(kind, least) {
    tell(kind, []);
    later(least);
    return false;
  }

  // After the closing: what was not sent is given into the facilitator's hands, under a code.
  async function handOver() {
    await outbox.change((state) => { state.code = state.code || newCode(); });
    tell('closed', []);
    for (;;) {
      const unheld = waiting(outbox.state).filter((each) => !each.held);
      const left = unheld.slice(0, MOST);
      const operations = left.map(bare);
      try {
        const reply = await post('/isi/titip', {code: outbox.state.code, operations}, token);
        if (!reply.ok) return;
        const told = await reply.json();
        await outbox.change((state) => {
          const taken = new Set(told.admitted);
          state.operations = state.operations.filter((each) => !taken.has(each.operation_id));
          for (const each of state.operations) each.held = each.held || told.held.includes(each.operation_id);
        });
      } catch {
        return;
      } finally {
        tell('closed', []);
      }
      const still = waiting(outbox.state).filter((each) => !each.held).length;
      if (!still || still === unheld.length) return;
    }
  }

  return {flush, soon, handOver};
}

const bare = ({operation_id, question_id, base_revision, ...rest}) =>
  ({operation_id, question_id, base_revision, ...content(rest)});

async function post(address, body, token) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  try {
    return await fetch(address, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', 'X-CSRFToken': token},
      body: JSON.stringify(body),
      redirect: 'error',
      keepalive: document.visibilityState === 'hidden',
      signal: limit.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

function patienceAsked(reply) {
  const asked = reply.headers.get('Retry-After');
  const seconds = Number(asked) || (Date.parse(asked) - Date.now()) / 1000 || 0;
  return Math.max(0, Math.min(seconds, 600)) * 1000;
}

// Six letters and digits of which no two look alike.
function newCode() {
  const letters = 'ACDEFGHJKMNPQRTUWXY34679';
  const drawn = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => letters[byte % 24]);
  return drawn.slice(0, 3).join('') + '-' + drawn.slice(3).join('');
}
