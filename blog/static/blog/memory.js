/* Remembers things in this browser alone, where the reader asked for it.
 *
 * With storage forbidden nothing is remembered, and nothing else goes wrong.
 */

export function recall(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

export function keep(store, key, value) {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden.
  }
}

export function forget(store, key) {
  try {
    store.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}
