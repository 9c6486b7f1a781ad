/*
 * One user of Tinode's own JavaScript client, driven by lines of JSON; see NativeUser.java.
 *
 *   in   {"id": 7, "do": "publish", "topic": "grp...", "content": "hello"}
 *   out  {"id": 7, "ok": {"seq": 12}}   or   {"id": 7, "error": "permission denied", "code": 403}
 *   out  {"event": "data" | "changed" | "info" | "pres" | "connected" | "disconnected", ...}
 *
 * Ends when stdin does. Stdout is for these lines alone, stderr for the log.
 */
'use strict';

console.log = console.info = console.debug = console.error; // the SDK logs with them
require('fake-indexeddb/auto');
Object.defineProperty(globalThis, 'navigator', {
  value: {userAgent: 'node', platform: process.platform, language: 'en'},
  configurable: true,
});
const {Tinode} = require('tinode-sdk/umd/tinode.dev.js');

Tinode.setNetworkProviders(require('ws'), class {});
Tinode.setDatabaseProvider(indexedDB);

const LOCAL_SEQ = 0xfffffff; // from here on the SDK numbers what the server has not numbered yet
const PAGE = 100; // Tinode never sends more at once
const PATIENCE_MS = 20_000;
const LOCKED = 503;

let server; // {host, apiKey}
let tinode;
const entered = new Set(); // names of the topics to come back to
const lowest = new Map(); // by topic, the number of the earliest message since a page was asked for
const refusals = new Map(); // by the id of the packet

process.on('unhandledRejection', (err) => console.error('unhandled', err));
// The SDK's timers throw if they come when the connection has just gone. A browser goes on after that.
process.on('uncaughtException', (err) => {
  console.error('uncaught', err);
  if (err.message !== 'Websocket is not connected') {
    process.exit(1);
  }
});

function emit(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

function failure(text, code) {
  return Object.assign(new Error(text), {code});
}

function bounded(promise, what, ms = PATIENCE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(failure(what + ': nothing after ' + ms + ' ms', 504)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// ---- the connection

function client() {
  return new Tinode({
    appName: 'parley-native-user/1', host: server.host, apiKey: server.apiKey,
    transport: 'ws', secure: false, persist: false,
  });
}

// The promise of connect() is kept when the socket opens, which is before the handshake.
function open(some) {
  return new Promise((resolve, reject) => {
    some.onConnect = resolve;
    some.connect().catch((err) => reject(failure('cannot connect: ' + (err.message || err), 503)));
  });
}

async function start(command, login) {
  server = {host: command.host, apiKey: command.apiKey};
  tinode = client();
  tinode.onCtrlMessage = (ctrl) => {
    if (ctrl.code >= 400 && ctrl.id) {
      refusals.set(ctrl.id, ctrl);
    }
  };
  tinode.onDisconnect = () => emit({event: 'disconnected'});
  await open(tinode);
  tinode.onConnect = onItsOwn;
  await login();
  await enterMe();
  emit({event: 'connected'});
  return {user: tinode.getCurrentUserID()};
}

// The SDK connects again by itself, after two seconds or more; to log in and to enter again is left to the application.
function onItsOwn() {
  comeBack().catch((err) => console.error('did not come back', err));
}

async function comeBack() {
  await tinode.loginToken(tinode.getAuthToken().token);
  await enterMe();
  for (const name of entered) {
    await whenUnlocked(() => enter(name));
  }
  emit({event: 'connected'});
}

// When several come back at once, a topic is locked to the others for the moment in which it is loaded.
async function whenUnlocked(action) {
  for (;;) {
    try {
      return await action();
    } catch (err) {
      if (err.code !== LOCKED || !tinode.isConnected()) {
        throw err;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function connect() {
  await open(tinode).finally(() => {
    tinode.onConnect = onItsOwn; // even if it failed now, for the SDK goes on trying
  });
  await comeBack();
}

// To connect before the old socket has closed would lose the new one: the SDK forgets its socket when any closes.
async function disconnect() {
  if (!tinode.isConnected()) {
    tinode.disconnect();
    return;
  }
  const before = tinode.onDisconnect;
  const closed = new Promise((resolve) => {
    tinode.onDisconnect = resolve;
  });
  tinode.disconnect();
  await closed;
  tinode.onDisconnect = before;
  emit({event: 'disconnected'});
}

// ---- topics

async function enterMe() {
  const me = tinode.getMeTopic();
  me.onPres = (pres) => emit({event: 'pres', topic: 'me', pres});
  await me.subscribe(me.startMetaQuery().withLaterDesc().withLaterSub().build());
}

function listen(topic) {
  topic.onData = (message) => {
    if (message && message.seq < LOCAL_SEQ) {
      lowest.set(topic.name, Math.min(message.seq, lowest.get(topic.name) || Infinity));
      emit({event: 'data', topic: topic.name, message: view(topic, message)});
    } else {
      emit({event: 'changed', topic: topic.name});
    }
  };
  topic.onInfo = (info) => {
    if (!info._noForwarding) { // else made up by the SDK: who writes has read
      emit({event: 'info', topic: topic.name, what: info.what, from: info.from, seq: info.seq || 0});
    }
  };
  topic.onPres = (pres) => emit({event: 'pres', topic: topic.name, pres});
  topic.onSubsUpdated = () => emit({event: 'changed', topic: topic.name});
}

// Waits until the messages that were asked for have been taken in, and says the lowest number among them.
// The promises of subscribe() and getMeta() are kept earlier, before the SDK has looked at the messages.
async function page(topic, ask) {
  const taken = new Promise((resolve) => {
    topic.onAllMessagesReceived = resolve;
  });
  lowest.set(topic.name, Infinity);
  await ask();
  await bounded(taken, 'a page of ' + topic.name);
  return lowest.get(topic.name);
}

// Enters as an application does: with the newest messages, or with all since the newest it has.
async function enter(name) {
  const topic = tinode.getTopic(name);
  listen(topic);
  if (topic.isSubscribed()) {
    return;
  }
  const seen = topic.maxMsgSeq();
  const query = topic.startMetaQuery().withLaterDesc().withLaterSub().withLaterDel(PAGE).withLaterData(PAGE);
  let low = await page(topic, async () => {
    const ctrl = await topic.subscribe(query.build());
    if (!topic.isSubscribed()) {
      throw failure(ctrl.text, ctrl.code);
    }
    entered.add(name);
  });
  while (seen > 0 && seen + 1 < low && low < Infinity) {
    const between = topic.startMetaQuery().withData(seen + 1, low, PAGE);
    low = await page(topic, () => topic.getMeta(between.build()));
  }
}

// Asks for earlier pages until there are none. Not by msgHasMoreMessages(), which sees no hole that begins with a
// single message that was deleted.
async function scrollBack(topic) {
  while (topic.minMsgSeq() > 1) {
    const earlier = topic.startMetaQuery().withEarlierData(PAGE);
    if (await page(topic, () => topic.getMeta(earlier.build())) === Infinity) {
      return;
    }
  }
}

async function createGroup({name, tags}) {
  const topic = tinode.getTopic(tinode.newGroupTopicName(false));
  listen(topic);
  await topic.subscribe(topic.startMetaQuery().withDesc().withSub().build(), {desc: {public: {fn: name}}, tags});
  entered.add(topic.name);
  return {topic: topic.name};
}

async function find({tag}) {
  const fnd = tinode.getFndTopic();
  await fnd.subscribe();
  await fnd.setMeta({desc: {public: tag}});
  const meta = await fnd.getMeta(fnd.startMetaQuery().withSub().build());
  return {found: (meta.sub || []).map((sub) => sub.topic || sub.user)};
}

// Asked of the server: what the SDK knows may be late.
async function topics() {
  const me = tinode.getMeTopic();
  const meta = await me.getMeta(me.startMetaQuery().withSub().build());
  return {topics: (meta.sub || []).map((sub) => ({name: sub.topic, title: (sub.public && sub.public.fn) || ''}))};
}

async function leave(topic) {
  entered.delete(topic.name);
  await topic.leave(true);
}

// ---- messages

// Copied at once: the SDK changes what it has handed out.
function view(topic, message) {
  const user = topic.userDesc(message.from);
  return JSON.parse(JSON.stringify({
    seq: message.seq, from: message.from, fromName: user && user.public && user.public.fn,
    head: message.head, content: message.content, ts: message.ts,
  }));
}

// What the screen would show: edits in the place of what they replace, without what was deleted.
function shown(topic) {
  const messages = [];
  const touched = [];
  topic.messages((message) => {
    touched.push(message);
    if (message.seq < LOCAL_SEQ) {
      messages.push(view(topic, message));
    }
  });
  // The SDK has given each edit the number of what it replaces, in the very list that is sorted by that number.
  for (const message of touched) {
    message.seq = message._origSeq;
    message.ts = message._origTs;
    delete message._origSeq;
    delete message._origTs;
  }
  return {messages};
}

// A draft, as applications do: Topic.publish() would throw a message out of the SDK's cache for each it adds.
// With markup the SDK reads *bold* and the like; without, the content goes as it is.
async function publish(topic, {content, markup, head}) {
  const draft = topic.createMessage(markup ? content : 'plain', false);
  if (!markup) {
    draft.content = content;
    draft.head = typeof content === 'string' ? undefined : {mime: 'text/x-drafty'};
  }
  if (head) {
    draft.head = Object.assign(draft.head || {}, head);
  }
  const ctrl = await topic.publishDraft(draft);
  if (!ctrl || !ctrl.params || !ctrl.params.seq) { // the SDK keeps the promise even so
    const refusal = refusals.get(draft.id) || ctrl;
    throw refusal ? failure(refusal.text, refusal.code) : failure('not acknowledged', 503);
  }
  return {seq: ctrl.params.seq};
}

// They leave in their order, and only so many are under way at a time: Tinode drops who sends without waiting.
async function publishAll(topic, {texts, window}) {
  const seqs = new Array(texts.length);
  let next = 0;
  const lane = async () => {
    while (next < texts.length) {
      const mine = next++;
      try {
        seqs[mine] = (await publish(topic, {content: texts[mine]})).seq;
      } catch (err) {
        next = texts.length;
        throw err;
      }
    }
  };
  await Promise.all(Array.from({length: window}, lane));
  return {seqs};
}

// From the server, by a second connection: what the first one missed must not be mended by looking.
async function history({topic: name}) {
  if (!entered.has(name)) {
    throw failure('not entered, and to look would be to join', 0);
  }
  const other = client();
  try {
    await open(other);
    await other.loginToken(tinode.getAuthToken().token);
    const found = new Map();
    other.onMessage = (packet) => {
      if (packet.data && packet.data.topic === name) {
        found.set(packet.data.seq, packet.data);
      }
    };
    const topic = other.getTopic(name);
    topic.noteRecv = () => {};
    await topic.subscribe(topic.startMetaQuery().withSub().build());
    let before;
    let code;
    do {
      ({code} = await other.getMeta(name, {what: 'data', data: {before, limit: PAGE}}));
      before = Math.min(...found.keys());
    } while (code !== 204 && before > 1);
    await new Promise((resolve) => setTimeout(resolve)); // the SDK takes in names a moment after they came
    return {messages: [...found.values()].sort((a, b) => a.seq - b.seq).map((message) => view(topic, message))};
  } finally {
    other.disconnect();
  }
}

// ---- commands

const onTopic = (action) => (command) => action(tinode.getTopic(command.topic), command);

const commands = {
  signUp: (c) => start(c, () => tinode.createAccountBasic(c.login, c.password, {public: {fn: c.name}})),
  logIn: (c) => start(c, () => tinode.loginBasic(c.login, c.password)),
  disconnect,
  connect,
  createGroup,
  find,
  topics,
  enter: (c) => enter(c.topic),
  leave: onTopic(leave),
  scrollBack: onTopic(scrollBack),
  publish: onTopic(publish),
  publishAll: onTopic(publishAll),
  delete: onTopic(async (topic, c) => (await topic.delMessagesList(c.seqs, true)).params),
  typing: onTopic((topic) => topic.noteKeyPress()),
  read: onTopic((topic, c) => topic.noteRead(c.seq)),
  messages: onTopic(shown),
  history,
};

async function obey(line) {
  const {id, do: name, patience, ...command} = JSON.parse(line);
  try {
    if (!Object.hasOwn(commands, name)) {
      throw failure('no such command');
    }
    emit({id, ok: (await bounded(commands[name](command), name, patience)) || {}});
  } catch (err) {
    console.error(name, err);
    emit({id, error: String((err && err.message) || err), code: (err && err.code) || 0});
  }
}

// Not by readline, to which U+2028 in a message is the end of a line.
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  lines.forEach(obey);
});
process.stdin.on('end', () => process.exit(0));
