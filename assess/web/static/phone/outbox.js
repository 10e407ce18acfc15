// What this phone keeps of one seat until the server has it. IndexedDB holds one record a seat,
// changed as a whole inside one transaction, so that two tabs of one phone lose nothing to each
// other. Where there is no IndexedDB (private mode, browsers inside of other apps), memory serves.
//
// operations: in order; each waits, or is refused (with words), or conflicts (with what stands).
// answers: what the server confirmed to this phone, painted into a page that is older than that.
const STORE = 'seats';
const OPENING = 3000; // milliseconds; some browsers never answer
const LARGEST = 40000; // bytes of a batch; the server takes 64 KiB

const fresh = () => ({operations: [], answers: {}, answered: null, closed: '', code: ''});

// Usable at once; what was kept is in it when `ready` is.
export function openOutbox(seat) {
  let database = null;
  let state = fresh();
  let last = opened().then((found) => { database = found; });
  const others = new Set();
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('takar') : null;
  if (channel) channel.onmessage = async () => {
    await change(() => false);
    others.forEach((hear) => hear());
  };

  function change(step) {
    const told = () => step(state);
    last = last.then(() => database ? kept(step).catch(() => { database = null; told(); }) : told());
    return last;
  }

  function kept(step) {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, 'readwrite', {durability: 'strict'});
      const store = transaction.objectStore(STORE);
      let next;
      let changed;
      store.get(seat).onsuccess = (event) => {
        next = event.target.result || fresh();
        changed = step(next) !== false;
        if (changed) store.put(next, seat);
      };
      transaction.oncomplete = () => {
        state = next;
        if (changed && channel) channel.postMessage('');
        resolve();
      };
      transaction.onabort = () => reject(transaction.error);
    });
  }

  return {
    ready: change(() => false),
    change,
    hear: (listener) => others.add(listener),
    get state() { return state; },
    get durable() { return database !== null; },
    // Nothing that waits is ever cleared by itself: whoever calls has asked first.
    clear: () => change((state) => { Object.assign(state, fresh()); }),
    elsewhere: () => database ? unsentElsewhere(database, seat).catch(() => 0) : 0,
  };
}

function opened() {
  return new Promise((resolve) => {
    const nothing = () => resolve(null);
    setTimeout(nothing, OPENING);
    try {
      const asked = indexedDB.open('takar', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = nothing;
    } catch {
      nothing();
    }
  });
}

// How many operations of other people wait on this phone. What they need no longer is deleted.
function unsentElsewhere(database, seat) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite');
    let count = 0;
    transaction.objectStore(STORE).openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      const unsent = waiting(cursor.value).length;
      if (cursor.key !== seat) count += unsent;
      if (cursor.key !== seat && !unsent) cursor.delete();
      cursor.continue();
    };
    transaction.oncomplete = () => resolve(count);
    transaction.onabort = () => reject(transaction.error);
  });
}

// 72 random bits, unique among the operations of one person; no secure origin is needed for them.
export function operationName() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_');
}

export const waiting = (state) => state.operations.filter((each) => !each.refused && !each.conflict);
export const questionsOf = (operations) => [...new Set(operations.map((each) => each.question_id))];

export function latest(state, question) {
  return state.operations.filter((each) => each.question_id === question).pop();
}

// A new wish of the person. It takes the place of what was never sent; what may have arrived
// already stays before it, and its base follows when that is confirmed. Only who has both answers
// of a conflict before them decides it.
export function add(state, wish, decides) {
  const before = latest(state, wish.question_id);
  const known = state.answers[wish.question_id];
  let base = Math.max(wish.base_revision, known ? known.revision : 0);
  if (before) base = before.conflict && decides ? before.conflict.revision : before.base_revision;
  state.operations = state.operations.filter((each) => each.question_id !== wish.question_id
    || (each.tried && !each.refused && !each.conflict));
  state.operations.push({...wish, operation_id: operationName(), base_revision: base, made: Date.now()});
}

// The first of each question, as many as one request may hold; marked before they leave.
export function nextBatch(state, most) {
  const batch = [];
  let size = 0;
  for (const each of waiting(state)) {
    if (batch.length === most) break;
    if (batch.some((other) => other.question_id === each.question_id)) continue;
    size += new Blob([JSON.stringify(each)]).size;
    if (batch.length && size > LARGEST) break;
    each.tried = true;
    batch.push(each);
  }
  return batch;
}

// What became of the operations; only what the server names leaves the outbox.
export function settle(state, reply) {
  state.answered = reply.answered;
  state.closed = '';
  for (const result of reply.results) {
    const at = state.operations.findIndex((each) => each.operation_id === result.operation_id);
    if (at < 0) continue;
    const done = state.operations[at];
    const question = done.question_id;
    const isEarlier = (each, place) => place < at && each.question_id === question;
    if (result.outcome === 'refused') {
      done.refused = result.message;
    } else if (result.outcome === 'stale') {
      done.conflict = result.current;
    } else {
      state.answers[question] = result.current || {...content(done), revision: result.revision};
      for (const each of state.operations.slice(at + 1)) {
        if (each.question_id === question) each.base_revision = result.revision;
      }
      state.operations.splice(at, 1);
    }
    state.operations = state.operations.filter((each, place) => !isEarlier(each, place));
  }
  if (!state.operations.length) state.code = '';
}

// The person has seen both answers and taken the other phone's.
export function takeTheirs(state, question) {
  const mine = latest(state, question);
  state.answers[question] = mine.conflict;
  state.operations = state.operations.filter((each) => each !== mine);
}

export const NAMES = ['level', 'target', 'horizon', 'note', 'evidence'];
export const content = (from) => Object.fromEntries(NAMES.map((name) => [name, from[name]]));
