// What the person must know of what is kept on this phone, and what can be done about it.
import {questionsOf, waiting} from './outbox.js';
import {words} from './words.js';

const LATE = 60000; // milliseconds after which waiting is said with its beginning

export function clock(moment) {
  const [hours, minutes] = [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, '0'));
  return hours + (document.documentElement.lang === 'en' ? ':' : '.') + minutes;
}

// The time of the first answer that has waited for long, or nothing.
export function lateSince(state) {
  const first = waiting(state).reduce((since, each) => Math.min(since, each.made), Infinity);
  return Date.now() - first > LATE ? clock(new Date(first)) : '';
}

export const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

// lines(): [text, label, action or address] of each line; the box is only built anew when they change.
export function noticeBox() {
  const box = document.createElement('div');
  box.id = 'outbox';
  box.setAttribute('role', 'status');
  document.querySelector('main').prepend(box);
  let shown = '';
  return (lines) => {
    const wanted = JSON.stringify(lines);
    if (wanted === shown) return;
    shown = wanted;
    const inner = document.createElement('div');
    for (const [text, ...controls] of lines) {
      const line = document.createElement('p');
      line.append(text);
      for (const [label, action] of controls) line.append(' ', control(label, action));
      inner.append(line);
    }
    box.replaceChildren(inner);
    box.className = lines.length ? 'notice' : '';
  };
}

export function control(label, action) {
  const made = document.createElement(typeof action === 'string' ? 'a' : 'button');
  made.textContent = label;
  if (typeof action === 'string') {
    made.href = action;
  } else {
    made.type = 'button';
    made.className = 'button button--link';
    made.addEventListener('click', action);
  }
  return made;
}

// What stands beside its question on this page is not said a second time.
export function linesOf(outbox, standing, act) {
  const {state} = outbox;
  const left = waiting(state);
  const count = questionsOf(left).length;
  const late = lateSince(state);
  const lines = [];
  if (standing.page) lines.push([fill(words.offline, {time: clock(new Date(standing.page))})]);
  if (count && state.closed) {
    const text = state.closed === 'round' ? words.round : words.closed;
    lines.push([fill(text, {time: state.closed, count}), ...(state.code ? [] : [[words.tell, act.handOver]])]);
    if (state.code) lines.push([fill(left.every((each) => each.held) ? words.held : words.code, {code: state.code})]);
  } else if (count && standing.kind !== 'saving' && !standing.bar) {
    lines.push([fill(late ? words.late : words.waiting, {count, time: late}), [words.again, act.again]]);
  }
  if (count && !outbox.durable) lines.push([words.memory]);
  const elsewhere = state.operations.filter((each) => !standing.bar || each.place !== location.pathname);
  const link = (each) => `${each.place}#q-${each.question_id}`;
  const conflicts = elsewhere.filter((each) => each.conflict);
  if (conflicts.length) {
    const links = conflicts.map((each, at) => [words.look + ' ' + (at + 1), link(each)]);
    lines.push([fill(words.choose, {count: conflicts.length}), ...links]);
  }
  for (const each of elsewhere.filter((other) => other.refused)) {
    lines.push([each.refused, [words.look, link(each)], [words.understood, () => act.forget(each.operation_id)]]);
  }
  if (standing.elsewhere) lines.push([fill(words.elsewhere, {count: standing.elsewhere})]);
  return lines;
}
