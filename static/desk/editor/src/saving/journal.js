/* What was typed and is not yet known to be at the server, in this browser.

   An entry belongs to one person, one text and one open page; two tabs never
   write the same one. IndexedDB with strict durability: a transaction that is
   told complete is on the disk, where localStorage would be some seconds later.
   On a shared computer the entry is in sessionStorage, and goes with the tab. */

const NAME = "brestnet";
const STORE = "entries";
const TOO_OLD = 30 * 24 * 3600 * 1000;

export async function openJournal(shared) {
  if (shared) return new Journal(new InTab());
  try {
    return new Journal(await InBrowser.open());
  } catch {
    // A private window of some browsers, or no room left: the tab at least.
    return new Journal(new InTab());
  }
}

class Journal {
  constructor(store) {
    this.store = store;
    this.outlivesTheTab = store instanceof InBrowser;
    this.waiting = null;
    this.writing = null;
  }

  /* Keep an entry. While one is being written only the newest next one waits. */
  keep(entry) {
    this.waiting = entry;
    this.writing ||= this.drain();
    return this.writing;
  }

  async drain() {
    try {
      while (this.waiting) {
        const entry = this.waiting;
        this.waiting = null;
        await this.store.put(entry);
      }
      return true;
    } catch {
      return false;
    } finally {
      this.writing = null;
    }
  }

  async forget(key) {
    if (this.waiting && this.waiting.key === key) this.waiting = null;
    await this.writing;
    await this.store.remove(key).catch(() => {});
  }

  /* A first line that was sent is at the server; what was typed after is not. */
  async forgetSent(key) {
    const entries = await this.store.all().catch(() => []);
    for (const entry of entries) if (entry.key === key && entry.sent) await this.forget(key);
  }

  /* What this person left of this text in pages that are no longer open. */
  async left(user, text) {
    const found = [];
    for (const entry of await this.store.all().catch(() => [])) {
      if (Date.now() - entry.at > TOO_OLD) await this.forget(entry.key);
      else if (entry.user === user && entry.text === text && await isClosed(entry.key)) found.push(entry);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  async isEmpty() {
    return !(await this.store.all().catch(() => [])).length;
  }
}

class InBrowser {
  static open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const store = new InBrowser();
        store.database = asked.result;
        // Signing out in another tab clears all of it.
        store.database.onversionchange = () => store.database.close();
        resolve(store);
      };
    });
  }

  put(entry) {
    return this.run("readwrite", (store) => store.put(entry));
  }

  remove(key) {
    return this.run("readwrite", (store) => store.delete(key));
  }

  all() {
    return this.run("readonly", (store) => store.getAll());
  }

  run(mode, ask) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(STORE, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      // Said at once: nothing is lost if the tab dies in the next instant.
      if (transaction.commit) transaction.commit();
    });
  }
}

class InTab {
  async put(entry) {
    sessionStorage.setItem(`${NAME}:${entry.key}`, JSON.stringify(entry));
  }

  async remove(key) {
    sessionStorage.removeItem(`${NAME}:${key}`);
  }

  async all() {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(`${NAME}:`));
    return names.map((name) => JSON.parse(sessionStorage.getItem(name)));
  }
}

/* Each open page holds a lock named after it; browsers free it however it ends. */
export function holdOpen(key) {
  if (navigator.locks) navigator.locks.request(`${NAME}:${key}`, () => new Promise(() => {}));
}

async function isClosed(key) {
  if (!navigator.locks) return true;
  for (const wait of [0, 200, 400]) {
    if (wait) await new Promise((resolve) => { setTimeout(resolve, wait); });
    const free = await navigator.locks.request(`${NAME}:${key}`, { ifAvailable: true }, Boolean);
    if (free) return true;
  }
  return false;
}
