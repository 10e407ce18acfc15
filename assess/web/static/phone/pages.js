// The service worker, where there may be one: over https and on the machine itself.
import {worker} from './words.js';

const SCOPE = '/isi/';
const QUIET = 4000; // the page comes first; the hall's phones do not all ask at once
const SPREAD = 8000;

export function keepPages() {
  if (!navigator.serviceWorker || document.documentElement.dataset.offline) return;
  setTimeout(async () => {
    const rules = window.trustedTypes && trustedTypes.createPolicy('takar', {createScriptURL: () => worker});
    try {
      await navigator.serviceWorker.register(rules ? rules.createScriptURL('') : worker, {scope: SCOPE, updateViaCache: 'all'});
      const {active} = await navigator.serviceWorker.ready;
      const thrifty = navigator.connection && navigator.connection.saveData;
      active.postMessage(thrifty ? [location.pathname] : [location.pathname, SCOPE]);
    } catch {
      // Private windows may refuse: answers are kept all the same, only reloading needs the network.
    }
  }, QUIET + Math.random() * SPREAD);
}

export async function forgetPages() {
  if (!('caches' in window)) return;
  for (const name of await caches.keys()) await caches.delete(name);
}
