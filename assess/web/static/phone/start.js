// Begins on every page of a participant. With a seat, what was kept is sent; without one, the pages
// of the seat before are forgotten.
import {openOutbox, questionsOf, waiting} from './outbox.js';
import {fill, linesOf, noticeBox} from './notice.js';
import {answerQuestions} from './questions.js';
import {keepPages, forgetPages} from './pages.js';
import {sender} from './sending.js';
import {words} from './words.js';

const LOOK_AGAIN = 15000; // milliseconds: "since" is said when it has become late
const place = document.querySelector('[data-seat]');
const forget = document.body.dataset.forget;
const outbox = openOutbox(place ? place.dataset.seat : forget || '');
const form = document.querySelector('.section-form');
const standing = {bar: Boolean(form), kind: 'saved', page: Number(document.documentElement.dataset.offline)};
const draw = noticeBox();
if (place) sit(place.dataset.token); else stand();

async function stand() {
  await forgetPages();
  await outbox.ready;
  if (forget) await outbox.clear();
  standing.elsewhere = await outbox.elsewhere();
  draw(linesOf(outbox, standing, {}));
}

async function sit(token) {
  let further = [];
  const redraw = () => draw([...linesOf(outbox, standing, act), ...further]);
  function tell(kind, results) {
    standing.kind = kind;
    if (section) {
      section.settled(results);
      section.standing(kind);
    }
    redraw();
  }
  const sending = sender(outbox, token, tell);
  const section = form && answerQuestions(form, outbox, sending, tell);
  const act = {
    again: sending.flush,
    handOver: sending.handOver,
    async forget(name) {
      await outbox.change((state) => {
        state.operations = state.operations.filter((each) => each.operation_id !== name);
      });
      redraw();
    },
  };
  outbox.hear(() => {
    if (section) section.paintAll();
    tell(standing.kind, []);
  });

  const leaving = document.querySelector('form[data-leaves]');
  if (leaving) leaving.addEventListener('submit', (event) => {
    event.preventDefault();
    leave();
  });

  // Sending the answers, or handing the phone on: first what waits must have arrived.
  async function leave() {
    const seatToo = leaving.dataset.leaves === 'seat';
    further = [];
    await sending.flush();
    const open = waiting(outbox.state).filter((each) => !each.held);
    const undecided = outbox.state.operations.filter((each) => each.conflict || each.refused);
    const count = questionsOf([...open, ...undecided]).length;
    if (!count) return go();
    const left = [fill(words.stay, {count})];
    // What still may arrive is never left behind by sending, and by handing on only when told to.
    if (seatToo) left.push([fill(words.discard, {count}), go]);
    else if (!open.length) left.push([words.without, go]);
    further = [left];
    redraw();
    return window.scrollTo(0, 0);

    async function go() {
      if (seatToo) {
        await outbox.clear();
        await forgetPages();
      }
      leaving.submit();
    }
  }

  const soon = () => waiting(outbox.state).length && sending.soon(Math.random() * 1000);
  window.addEventListener('online', soon);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') soon();
  });
  window.addEventListener('beforeunload', (event) => {
    if (!outbox.durable && waiting(outbox.state).length) event.preventDefault();
  });
  setInterval(() => tell(standing.kind, []), LOOK_AGAIN);

  await outbox.ready;
  standing.elsewhere = await outbox.elsewhere();
  if (section) section.paintAll();
  const sent = document.querySelector('[data-leaves=seat]');
  if (sent && !outbox.state.operations.length) {
    await outbox.clear();
    await forgetPages();
  } else {
    keepPages();
  }
  tell('saved', []);
  if (waiting(outbox.state).length) sending.flush();
}
