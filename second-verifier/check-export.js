#!/usr/bin/env node
// A second checker of Onrecord exports, for node 18 or later and for browsers (page.html). It shares nothing with the
// first one: it was written from docs/formats/export.md, whose rules it names by number. It needs no package.
"use strict";

// ---------------------------------------------------------------------------------------------- where it runs

const node = typeof process !== "undefined" && process.versions?.node
  ? { crypto: require("node:crypto"), fs: require("node:fs"), zlib: require("node:zlib") }
  : null;

const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
};

async function digest(algorithm, ...parts) {
  if (node) {
    const hash = node.crypto.createHash(algorithm);
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  }
  const name = algorithm === "sha256" ? "SHA-256" : "SHA-512";
  return new Uint8Array(await crypto.subtle.digest(name, concat(...parts)));
}

// ---------------------------------------------------------------------------------------------- Forms

class Refused extends Error {}
const refuse = (why) => { throw new Refused(why); };

const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);
function textOf(bytes) {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return refuse("no UTF-8"); }
}
const isText = (bytes) => { try { textOf(bytes); return true; } catch { return false; } };
const looseText = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
const isHex = (value, digits) => typeof value === "string" && value.length === digits && /^[0-9a-f]*$/.test(value);
const same = (one, two) => one.length === two.length && one.every((byte, at) => byte === two[at]);

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const four = [a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63].map((six) => ALPHABET[six]);
    text += four.slice(0, Math.min(bytes.length - at, 3) + 1).join("").padEnd(4, "=");
  }
  return text;
}
function unbase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) refuse("no base 64");
  const bare = text.replace(/=+$/, ""), bytes = new Uint8Array(Math.floor(bare.length * 6 / 8));
  let held = 0, bits = 0, at = 0;
  for (const letter of bare) {
    held = (held << 6 | ALPHABET.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits >= 8) { bits -= 8; bytes[at++] = held >> bits & 255; }
  }
  return base64(bytes) === text ? bytes : refuse("base 64 with loose bits");
}

// Canonical JSON: it is read, written again in its one form, and compared.
function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : refuse("a number that is none of ours");
  if (typeof value === "string") return /\p{Surrogate}/u.test(value) ? refuse("half of a pair") : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}
function fromCanonical(bytes) {
  const text = textOf(bytes);
  let value;
  try { value = JSON.parse(text); } catch { refuse("no JSON"); }
  return canonical(value) === text ? value : refuse("not in its one form");
}
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const hasExactly = (value, ...names) => isObject(value) && Object.keys(value).sort().join() === names.sort().join();
const field = (record, name) => (typeof record[name] === "string" ? record[name] : "");

function linesOf(bytes) {  // each with whether it is ended
  const lines = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    lines.push({ bytes: bytes.subarray(at, end < 0 ? bytes.length : end), isEnded: end >= 0 });
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

function isMoment(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(text);
  return parts !== null && isDay(text.slice(0, 10)) && parts[4] < "24" && parts[5] < "60" && parts[6] < "60";
}
function isDay(text) {
  const parts = typeof text === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) : null;
  if (parts === null) return false;
  const [year, month, day] = parts.slice(1).map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1 && day >= 1 && day <= (length ?? 0);
}

// ---------------------------------------------------------------------------------------------- Ed25519 (RFC 8032)

const P = 2n ** 255n - 19n, ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (number, by = P) => ((number % by) + by) % by;
function power(base, exponent) {
  let found = 1n;
  for (let square = mod(base); exponent; exponent >>= 1n, square = square * square % P) if (exponent & 1n) found = found * square % P;
  return found;
}
const inverse = (number) => power(number, P - 2n);
const D = mod(-121665n * inverse(121666n)), ROOT = power(2n, (P - 1n) / 4n);
const littleEndian = (bytes) => BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`);

function pointOf(bytes) {
  const number = littleEndian(bytes), odd = number >> 255n, y = number & (1n << 255n) - 1n;
  if (y >= P) refuse("a point in a second form");
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = x * ROOT % P;
  if (mod(x * x - square)) refuse("no point of the curve");
  if (x === 0n && odd) refuse("a point in a second form");
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, x * y % P];
}
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = (y1 - x1) * (y2 - x2), b = (y1 + x1) * (y2 + x2), c = 2n * t1 * t2 % P * D, d = 2n * z1 * z2;
  const e = mod(b - a), f = mod(d - c), g = mod(d + c), h = mod(b + a);
  return [e * f % P, g * h % P, f * g % P, e * h % P];
}
function times(factor, point) {
  let sum = [0n, 1n, 1n, 0n];
  for (; factor; factor >>= 1n, point = add(point, point)) if (factor & 1n) sum = add(sum, point);
  return sum;
}
const isSame = ([x1, y1, z1], [x2, y2, z2]) => !mod(x1 * z2 - x2 * z1) && !mod(y1 * z2 - y2 * z1);
const BASE = pointOf(unhex("58" + "66".repeat(31)));

async function isSigned(publicKey, message, signature) {
  if (signature.length !== 64) return false;
  try {
    const key = pointOf(publicKey), commitment = pointOf(signature.subarray(0, 32));
    const scalar = littleEndian(signature.subarray(32));
    if (scalar >= ORDER || isSame(times(8n, key), [0n, 1n, 1n, 0n])) return false;
    const challenge = mod(littleEndian(await digest("sha512", signature.subarray(0, 32), publicKey, message)), ORDER);
    return isSame(times(scalar, BASE), add(commitment, times(challenge, key)));
  } catch (fault) {
    if (fault instanceof Refused) return false;
    throw fault;
  }
}

// ---------------------------------------------------------------------------------------------- notes, keys, heads

const LOG = 1, WITNESS = 4;

function checkName(name) {
  return name && !/[\p{White_Space}\u0000-\u001f\u007f+]/u.test(name) ? name : refuse("no name of a key");
}
async function parseKey(text, type = LOG) {
  const [, name, id, encoded] = /^([^+]*)\+([^+]*)\+([^]*)$/.exec(text) ?? refuse("no key");
  const content = unbase64(encoded);
  if (content.length !== 33 || content[0] !== type) refuse("another type of key");
  const made = hex((await digest("sha256", utf8(`${checkName(name)}\n`), content)).subarray(0, 4));
  return made === id ? { name, id, bytes: content.subarray(1), text } : refuse("the id is not that of the key");
}
function parseNote(bytes) {
  const whole = textOf(bytes);
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(whole)) refuse("control characters");
  const at = whole.lastIndexOf("\n\n");
  if (at < 1 || !whole.endsWith("\n") || at + 2 >= whole.length) refuse("no note");
  const signatures = whole.slice(at + 2, -1).split("\n").map((line) => {
    const [, name, encoded] = /^\u2014 ([^ ]*) ([^]*)$/.exec(line) ?? refuse("no signature line");
    const content = unbase64(encoded);
    if (content.length <= 4) refuse("a short signature");
    return { name: checkName(name), id: hex(content.subarray(0, 4)), bytes: content.subarray(4), line };
  });
  return { text: whole.slice(0, at + 1), signatures };
}
function parseHead(bytes, rootLength = 32) {
  const note = parseNote(bytes), lines = note.text.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("")) refuse("no head");
  const [origin, size, encoded] = lines, root = unbase64(encoded);
  if (!/^(0|[1-9][0-9]{0,17})$/.test(size) || root.length !== rootLength) refuse("no size or no root");
  return { ...note, origin, size: BigInt(size), root };
}

// ---------------------------------------------------------------------------------------------- trees (RFC 6962)

const LEAF = Uint8Array.of(0), INNER = Uint8Array.of(1);

class Tree {
  constructor(algorithm) { this.algorithm = algorithm; this.levels = [[]]; }

  async add(leaves) {  // all at once
    this.levels = [await Promise.all(leaves.map((leaf) => digest(this.algorithm, LEAF, leaf)))];
    while (this.levels.at(-1).length > 1) {
      const below = this.levels.at(-1), pairs = [];
      for (let at = 0; at + 1 < below.length; at += 2) pairs.push(this.node(below[at], below[at + 1]));
      this.levels.push(await Promise.all(pairs));
    }
  }
  node(left, right) { return digest(this.algorithm, INNER, left, right); }

  async root(size = this.levels[0].length) {
    // The complete trees that the first `size` leaves fall into, the last and smallest first.
    let found = null, at = size;
    for (let level = 0; at > 0; level++, at = Math.floor(at / 2)) {
      if (at % 2) found = found ? await this.node(this.levels[level][at - 1], found) : this.levels[level][at - 1];
    }
    return found ?? digest(this.algorithm);
  }

  async includes(leafHash, index, size, hashes, root) {  // RFC 9162, 2.1.3.2
    let fn = index, sn = size - 1, r = leafHash;
    if (index >= size) return false;
    for (const p of hashes) {
      if (sn === 0) return false;
      if (fn % 2 || fn === sn) {
        r = await this.node(p, r);
        while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
      } else r = await this.node(r, p);
      fn = Math.floor(fn / 2); sn = Math.floor(sn / 2);
    }
    return sn === 0 && same(r, root);
  }

  async continues(first, second, hashes, firstRoot, secondRoot) {  // RFC 9162, 2.1.4.2
    if (first > second) return false;
    if (first === second) return hashes.length === 0 && same(firstRoot, secondRoot);
    if (first === 0) return hashes.length === 0;
    const isWhole = Number.isInteger(Math.log2(first)), path = isWhole ? [firstRoot, ...hashes] : [...hashes];
    if (!path.length) return false;
    let fn = first - 1, sn = second - 1;
    while (fn % 2) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
    let fr = path[0], sr = path[0];
    for (const c of path.slice(1)) {
      if (sn === 0) return false;
      if (fn % 2 || fn === sn) {
        fr = await this.node(c, fr); sr = await this.node(c, sr);
        while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
      } else sr = await this.node(sr, c);
      fn = Math.floor(fn / 2); sn = Math.floor(sn / 2);
    }
    return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
  }
}

// ---------------------------------------------------------------------------------------------- the check

const LISTS = { "manifest-sha256.txt": 64, "manifest-sha512.txt": 128, "tagmanifest-sha256.txt": 64, "tagmanifest-sha512.txt": 128 };
const LEADS_ELSEWHERE = /(^|\/)\.{0,2}(\/|$)|^~|[\\\0]|^[A-Za-z]:/;
const isList = (value) => Array.isArray(value) && value.every(isObject);

class Check {
  constructor(source, given) {
    this.source = source;      // files: Map path -> size; folders: Set; odd: paths; read(path); hashes(path)
    this.given = given;        // key, older
    this.problems = [];
    this.spoken = new Set();   // paths below data/ that a rule speaks of
    this.checked = { files: 0, entries: 0, payloads: 0, items: 0, claims: 0, quotes: 0, heads: 0 };
  }
  tell(code, facts = {}) { this.problems.push({ code: `verify.${code}`, ...facts }); }
  has(path) { return this.source.files.has(path); }
  async read(path) { this.spoken.add(path); return this.has(path) ? this.source.read(path) : new Uint8Array(); }
  paths(pattern) { return [...this.source.files.keys()].map((path) => pattern.exec(path)).filter(Boolean); }

  async run() {
    await this.bag();
    await this.log();
    await this.evidence();
    await this.published();
    await this.heads();
    await this.others();
    await this.description();
    for (const path of this.source.files.keys()) {  // 31
      if (path.startsWith("data/") && !this.spoken.has(path)) this.tell("not-in-log", { path });
    }
    if (this.given.older) await this.older();
    return { ok: this.problems.length === 0, checked: this.checked, problems: this.problems, cannot_exclude: this.limits() };
  }

  // ------------------------------------------------------------------------------------------ The bag: 2 to 9

  async bag() {
    for (const path of this.source.odd) this.tell("path-unsafe", { path });  // 2
    if (!this.source.folders.has("data")) this.tell("payload-missing", { path: "data/" });  // 3
    const declared = this.has("bagit.txt") ? looseText(await this.source.read("bagit.txt")) : null;  // 4
    if (declared === null) this.tell("declaration-missing", { path: "bagit.txt" });
    else if (declared !== "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n") this.tell("manifest-unreadable", { path: "bagit.txt" });
    await this.information();
    for (const path of this.source.files.keys()) {  // 6
      const isStrange = path === "fetch.txt" || (!path.includes("/") && path.includes("manifest-") && !(path in LISTS));
      if (isStrange) this.tell("manifest-unreadable", { path });
    }
    this.hashes = new Map();
    for (const path of this.source.files.keys()) { this.hashes.set(path, await this.source.hashes(path)); this.checked.files += 1; }
    this.lists = {};
    for (const name of Object.keys(LISTS)) if (this.has(name)) this.lists[name] = await this.list(name);
    this.compareLists();
  }

  async information() {  // 5
    if (!this.has("bag-info.txt")) return;
    const found = [];
    for (const { bytes, isEnded } of linesOf(await this.source.read("bag-info.txt"))) {
      const text = looseText(bytes), line = isText(bytes) && /^([A-Za-z][A-Za-z0-9-]*): ([^\r]+)$/.exec(text);
      if (!line || !isEnded) this.tell("manifest-unreadable", { path: "bag-info.txt", found: text });
      else if (line[1].toLowerCase() === "payload-oxum") found.push(line[2]);
    }
    if (found.length > 1 || found.some((sum) => !/^\d+\.\d+$/.test(sum))) this.tell("manifest-unreadable", { path: "bag-info.txt", found: "Payload-Oxum" });
    const sizes = [...this.source.files].filter(([path]) => path.startsWith("data/")).map(([, size]) => size);
    const is = `${sizes.reduce((sum, size) => sum + BigInt(size), 0n)}.${sizes.length}`;
    for (const sum of found) if (/^\d+\.\d+$/.test(sum) && sum !== is) this.tell("oxum-differs", { expected: sum, found: is });
  }

  async list(name) {  // 7
    const listed = new Map(), form = new RegExp(`^([0-9a-f]{${LISTS[name]}})  ([^\\r\\n]+)$`);
    for (const { bytes, isEnded } of linesOf(await this.source.read(name))) {
      let line = null;
      try { line = form.exec(textOf(bytes)); } catch (fault) { if (!(fault instanceof Refused)) throw fault; }
      if (!line || !isEnded) { this.tell("manifest-unreadable", { path: name, found: looseText(bytes) }); continue; }
      const path = line[2].replace(/%(25|0[AaDd])/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
      const isBelow = path.startsWith("data/"), isOfTags = name.startsWith("tag");
      if (LEADS_ELSEWHERE.test(path) || LEADS_ELSEWHERE.test(line[2]) || isBelow === isOfTags) this.tell("path-unsafe", { path });
      else if (isOfTags && path.startsWith("tagmanifest-")) this.tell("manifest-unreadable", { path: name, found: path });
      else if (listed.has(path)) this.tell("listed-twice", { path: name, found: path });
      else listed.set(path, line[1]);
    }
    return listed;
  }

  compareLists() {  // 8, 9
    for (const [name, listed] of Object.entries(this.lists)) {
      for (const [path, expected] of listed) {
        const found = this.hashes.get(path)?.[LISTS[name] === 64 ? "sha256" : "sha512"];
        if (found === undefined) this.tell("file-missing", { path, expected });
        else if (found !== expected) this.tell("file-changed", { path, expected, found });
      }
    }
    const ofPayload = Object.keys(this.lists).filter((name) => !name.startsWith("tag"));
    const ofTags = Object.keys(this.lists).filter((name) => name.startsWith("tag"));
    if (!ofPayload.length) this.tell("manifest-missing");
    for (const name of ofPayload) if (!this.lists[`tag${name}`]) this.tell("file-missing", { path: `tag${name}` });
    for (const name of ofTags) if (!this.lists[name.slice(3)]) this.tell("file-missing", { path: name.slice(3) });
    for (const path of this.source.files.keys()) {
      const isListed = (name) => this.lists[name].has(path);
      if (path.startsWith("data/")) {
        if (ofPayload.length && !ofPayload.some(isListed)) this.tell("file-untracked", { path });
        else if (!ofPayload.every(isListed)) this.tell("file-unlisted", { path });
      } else if (!(path in LISTS && path.startsWith("tag")) && !ofTags.some(isListed)) this.tell("file-untracked", { path });
    }
    for (const name of ofTags) for (const path of ofPayload) if (!this.lists[name].has(path)) this.tell("file-unlisted", { path: name, found: path });
  }

  // ------------------------------------------------------------------------------------------ The log: 10 to 16

  async log() {
    const own = (name) => `data/log/${name}`;
    this.hasSecond = this.has(own("commitments-sha512.txt")) || this.has(own("checkpoint-sha512"));
    const wanted = ["leaves.jsonl", "leaf-hashes.txt", "payloads.jsonl", "proofs.jsonl", "checkpoint", "verifier-key.txt"];
    if (this.hasSecond) wanted.push("commitments-sha512.txt", "checkpoint-sha512");
    for (const name of wanted) if (!this.has(own(name))) this.tell("file-missing", { path: own(name) });  // 10
    await this.logKey();
    const lines = await this.leaves();
    this.first = new Tree("sha256");
    await this.first.add(lines);
    this.head = await this.checkpoint("checkpoint", this.first, "");
    const listed = linesOf(await this.read(own("leaf-hashes.txt"))).map(({ bytes, isEnded }) => looseText(bytes) + (isEnded ? "" : "\r"));
    if (listed.join() !== this.first.levels[0].map(hex).join()) this.tell("leaf-hashes-differ", { path: own("leaf-hashes.txt") });
    if (this.hasSecond) await this.secondChain(lines);
    await this.payloads();
    await this.proofs();
  }

  async logKey() {  // 11
    const path = "data/log/verifier-key.txt";
    this.key = this.given.key ?? null;
    try {
      const text = textOf(await this.read(path));
      const shown = await parseKey(text.endsWith("\n") ? text.slice(0, -1) : refuse("no line"));
      if (this.key && this.key.text !== shown.text) this.tell("key-differs", { path, expected: this.key.text, found: shown.text });
      this.key ??= shown;
    } catch (fault) { this.unless(fault, "key-unreadable", { path }); }
  }
  unless(fault, code, facts) {
    if (!(fault instanceof Refused)) throw fault;
    this.tell(code, { ...facts, found: fault.message });
  }

  async leaves() {  // 12
    const path = "data/log/leaves.jsonl", lines = [];
    this.entries = [];
    let at = "";
    for (const { bytes, isEnded } of linesOf(await this.read(path))) {
      const seq = this.entries.length;
      let leaf = null;
      try { leaf = isEnded ? fromCanonical(bytes) : null; } catch (fault) { if (!(fault instanceof Refused)) throw fault; }
      if (!isLeaf(leaf)) { this.tell("leaf-malformed", { path, seq }); continue; }
      if (leaf.seq !== seq) this.tell("order", { path, expected: seq, found: leaf.seq });
      if (leaf.at < at) this.tell("time-falls", { path, seq, found: leaf.at });
      if (leaf.at > at) at = leaf.at;
      this.entries.push(leaf);
      lines.push(bytes);
    }
    this.lastAt = at;
    this.checked.entries = this.entries.length;
    return lines;
  }

  async checkpoint(name, tree, ending) {  // 13
    const path = `data/log/${name}`, head = await this.signedHead(await this.read(path), path, ending);
    const size = tree.levels[0].length;
    if (head && head.size !== BigInt(size)) this.tell(head.size > BigInt(size) ? "log-cut" : "log-longer", { path, found: size });
    else if (head && !same(head.root, await tree.root())) this.tell("root-differs", { path });
    return head;
  }
  async signedHead(bytes, path, ending = "") {
    let head;
    try { head = parseHead(bytes, ending ? 64 : 32); } catch (fault) { this.unless(fault, "checkpoint-unreadable", { path }); return null; }
    if (!this.key) return head;
    if (head.origin !== this.key.name + ending) this.tell("origin-differs", { path, found: head.origin });
    const own = head.signatures.filter((one) => one.name === this.key.name && one.id === this.key.id);
    let isTrue = own.length > 0;
    for (const one of own) isTrue = (await isSigned(this.key.bytes, utf8(head.text), one.bytes)) && isTrue;
    if (!isTrue) this.tell("signature-false", { path });
    return head;
  }

  async secondChain(lines) {  // 14
    const path = "data/log/commitments-sha512.txt", committed = linesOf(await this.read(path));
    this.second = committed.map(({ bytes }) => looseText(bytes));
    committed.forEach(({ isEnded }, seq) => { if (!isEnded || !isHex(this.second[seq], 128)) this.tell("line-malformed", { path, seq }); });
    if (committed.length !== lines.length) this.tell("line-malformed", { path, found: committed.length });
    const tree = new Tree("sha512");
    await tree.add(this.entries.map((leaf, seq) => utf8(canonical({ ...leaf, commitment: this.second[seq] ?? "" }))));
    await this.checkpoint("checkpoint-sha512", tree, "/sha512");
  }

  async payloads() {  // 15
    const path = "data/log/payloads.jsonl";
    this.shown = new Map();
    let last = -1;
    for (const { bytes, isEnded } of linesOf(await this.read(path))) {
      let line = null;
      try { line = isEnded ? fromCanonical(bytes) : null; } catch (fault) { if (!(fault instanceof Refused)) throw fault; }
      const isSound = hasExactly(line, "payload", "salt", "seq") && isObject(line.payload) && isHex(line.salt, 64) && isCount(line.seq);
      if (!isSound || line.seq <= last) { this.tell("line-malformed", { path, found: looseText(bytes).slice(0, 80) }); continue; }
      const { seq, payload, salt } = line, leaf = this.entries.find((one) => one.seq === seq) ?? null;
      last = seq;
      if (!leaf) { this.tell("payload-of-no-entry", { path, seq }); continue; }
      const content = utf8(canonical(payload));
      const committed = { sha256: leaf.commitment, ...(this.second && { sha512: this.second[this.entries.indexOf(leaf)] }) };
      for (const [algorithm, expected] of Object.entries(committed)) {
        const found = hex(await digest(algorithm, unhex(salt), content));
        if (found !== expected) this.tell("payload-changed", { path, seq, expected, found });
      }
      this.shown.set(seq, { seq, kind: leaf.kind, at: leaf.at, payload });
      this.checked.payloads += 1;
    }
  }

  async proofs() {  // 16
    const path = "data/log/proofs.jsonl", proven = new Set();
    for (const { bytes, isEnded } of linesOf(await this.read(path))) {
      let line = null;
      try { line = isEnded ? fromCanonical(bytes) : null; } catch (fault) { if (!(fault instanceof Refused)) throw fault; }
      if (!isProofLine(line, "seq") || !this.shown.has(line.seq) || proven.has(line.seq)) { this.tell("line-malformed", { path }); continue; }
      proven.add(line.seq);
      const leafHash = this.first.levels[0][this.entries.findIndex((one) => one.seq === line.seq)];
      const isIn = !this.head || await this.first.includes(leafHash, line.seq, Number(this.head.size), line.hashes.map(unhex), this.head.root);
      if (!isIn) this.tell("proof-false", { path, seq: line.seq });
    }
    for (const seq of this.shown.keys()) if (!proven.has(seq)) this.tell("proof-missing", { path, seq });
  }

  // ------------------------------------------------------------------------------------------ The evidence: 19 to 25

  of(...kinds) { return [...this.shown.values()].filter((entry) => kinds.includes(entry.kind)); }
  byId(name, ...kinds) {  // 19
    const made = new Map();
    for (const entry of this.of(...kinds)) {
      const id = field(entry.payload, name);
      if (!id || id.includes("/")) this.tell("payload-malformed", { seq: entry.seq, found: name });
      else if (made.has(id)) this.tell("id-twice", { seq: entry.seq, found: id });
      else made.set(id, entry);
    }
    return made;
  }

  async evidence() {
    this.items();
    this.layers();
    await this.claims();
  }

  items() {  // 20, 24
    this.itemPaths = new Map();
    const files = new Map();
    for (const [path, item] of this.paths(/^data\/items\/([^/]+)\/[^/]+$/)) files.set(item, [...(files.get(item) ?? []), path].sort());
    for (const [item, { seq, payload }] of this.byId("item", "item-sealed@1", "item-sealed@2")) {
      if (!isHex(payload.sha256, 64)) this.tell("payload-malformed", { seq, found: "sha256" });
      const path = files.get(item)?.[0];
      if (!path) { this.tell("item-missing", { seq, item }); continue; }
      this.spoken.add(path);
      this.itemPaths.set(item, path);
      this.checked.items += 1;
      const found = this.hashes.get(path);
      if (found.sha256 !== payload.sha256) this.tell("item-changed", { path, seq, item, expected: payload.sha256, found: found.sha256 });
      const listed = this.lists["manifest-sha512.txt"]?.get(path);
      const told = field(payload, "sha512") || found.sha512;
      if (listed !== undefined && listed !== told) this.tell("manifest-false", { path, seq, item, expected: told, found: listed });
    }
  }

  layers() {  // 21
    this.layerItems = new Map();
    for (const [layer, { seq, payload }] of this.byId("layer", "layer-made@1")) {
      const path = `data/layers/${layer}.txt`;
      if (!this.has(path)) {
        if (field(payload, "sha256")) this.tell("layer-missing", { path, seq, layer });
        continue;
      }
      this.spoken.add(path);
      this.layerItems.set(layer, field(payload, "item"));
      if (this.hashes.get(path).sha256 !== payload.sha256) this.tell("layer-changed", { path, seq, layer });
    }
  }

  async claims() {  // 22, 23, 25
    const path = "data/claims.jsonl", readable = new Set();
    this.stated = this.byId("claim", "claim-stated@1");
    if (!this.has(path)) this.tell("file-missing", { path });
    for (const { bytes, isEnded } of linesOf(await this.read(path))) {
      let line = null;
      try { line = isEnded ? fromCanonical(bytes) : null; } catch (fault) { if (!(fault instanceof Refused)) throw fault; }
      if (!isObject(line) || !("claim" in line) || !("seq" in line)) { this.tell("line-malformed", { path }); continue; }
      const { seq, ...payload } = line, entry = this.stated.get(payload.claim);
      if (!entry || readable.has(payload.claim)) { this.tell("claim-not-in-log", { path, claim: payload.claim }); continue; }
      readable.add(payload.claim);
      if (seq !== entry.seq || canonical(payload) !== canonical(entry.payload)) this.tell("claim-changed", { path, claim: payload.claim });
    }
    this.unseen = 0;
    const texts = new Map();
    for (const [claim, { seq, payload }] of this.stated) {
      this.checked.claims += 1;
      if (!readable.has(claim)) this.tell("claim-missing", { path, claim });
      if (!hasSense(payload)) this.tell("claim-without-sense", { seq, claim });
      await this.quote(claim, seq, payload, texts);
    }
  }

  async quote(claim, seq, payload, texts) {
    const { quote } = payload;
    if (quote === null || quote === undefined) return;
    const isFormed = isObject(quote) && typeof quote.layer === "string" && typeof quote.text === "string"
      && Number.isInteger(quote.start) && Number.isInteger(quote.end);
    if (!isFormed) { this.tell("payload-malformed", { seq, claim, found: "quote" }); return; }
    const { layer, start, end, text } = quote;
    if (!this.layerItems.has(layer)) { this.unseen += 1; return; }
    if (!texts.has(layer)) texts.set(layer, Array.from(looseText(await this.source.read(`data/layers/${layer}.txt`))));
    const points = texts.get(layer);
    const stands = 0 <= start && start < end && end <= points.length && points.slice(start, end).join("") === text;
    if (!stands || this.layerItems.get(layer) !== field(payload, "item")) this.tell("quote-differs", { seq, claim });
    else this.checked.quotes += 1;
  }

  // ------------------------------------------------------------------------------------------ What was published: 26 to 30

  async published() {
    const outdated = new Set(this.of("statement-outdated@1").map(({ payload }) => payload.statement));
    const counting = this.of("statement-published@1").filter(({ payload }) => !outdated.has(payload.statement));
    this.standing = new Map(counting.map((entry) => [statementPath(entry.payload), entry]));
    const withdrawn = new Map();
    const kinds = ["claim-withdrawn@1", "claim-superseded@1", "claim-refuted@1"];
    const gone = kinds.flatMap((kind) => [...this.of(kind)]).sort((one, other) => one.seq - other.seq);
    for (const { seq, payload } of gone) if (!withdrawn.has(payload.claim)) withdrawn.set(payload.claim, seq);
    for (const entry of counting) this.bindings(entry, this.standing.get(statementPath(entry.payload)) === entry, withdrawn);
    for (const [path, entry] of this.standing) await this.statement(path, entry);
    this.publishedFiles();
    await this.readme();
  }

  bindings({ seq, payload }, stands, withdrawn) {  // 27, 29
    if (!isListOf(payload.bindings, "text", "target")) { this.tell("payload-malformed", { seq, found: "bindings" }); return; }
    for (const { claims } of payload.bindings) {
      for (const claim of Array.isArray(claims) ? claims : []) {
        const stated = this.stated.get(claim), gone = withdrawn.get(claim);
        if (!stated || stated.seq > seq) this.tell("binding-without-claim", { seq, claim });
        else if (gone !== undefined && (stands || gone < seq)) this.tell("binding-withdrawn", { seq, claim });
      }
    }
  }

  async statement(path, { seq, payload }) {  // 26, 28
    if (!this.has(path)) { this.tell("statement-missing", { path, seq }); return; }
    if (this.hashes.get(path).sha256 !== payload.sha256) this.tell("statement-changed", { path, seq });
    const words = spaced(looseText(await this.read(path))), bound = new Map();
    for (const { text, target } of isListOf(payload.bindings, "text", "target") ? payload.bindings : []) {
      const link = spaced(`[${text}](${target})`);
      bound.set(link, (bound.get(link) ?? 0) + 1);
    }
    for (const [link, count] of bound) if (words.split(link).length - 1 < count) this.tell("binding-not-in-statement", { path, seq, expected: link });
  }

  publishedFiles() {  // 27
    const named = new Map();
    for (const { seq, payload } of [...this.standing.values()].sort((one, two) => one.seq - two.seq)) {
      if (!isListOf(payload.files, "path")) { this.tell("payload-malformed", { seq, found: "files" }); continue; }
      for (const file of payload.files) named.set(publishedPath(payload, file.path), file.sha256);
    }
    for (const [path, sha256] of named) {
      this.spoken.add(path);
      if (!this.has(path)) this.tell("published-file-missing", { path });
      else if (this.hashes.get(path).sha256 !== sha256) this.tell("published-file-changed", { path });
    }
  }

  async readme() {  // 30
    const path = "data/README.txt", text = looseText(await this.read(path));
    for (const line of text.split(/[\n\r\u2028\u2029]/)) {
      const key = line.startsWith("KEY  ") ? line.slice(5) : null;
      if (key !== null && this.key && key !== this.key.text) this.tell("readme-differs", { path, found: key });
    }
  }

  // ------------------------------------------------------------------------------------------ heads and what others said: 17, 18, 32 to 34

  async heads() {
    this.signed = new Map();
    for (const [path, size] of this.paths(/^data\/log\/heads\/(0|[1-9][0-9]{0,17})\.checkpoint$/)) {  // 17
      const before = this.problems.length, bytes = await this.read(path), head = await this.signedHead(bytes, path);
      if (!head) continue;
      const isOurs = head.size === BigInt(size) && head.size <= BigInt(this.entries.length) && same(head.root, await this.first.root(Number(size)));
      if (!isOurs) this.tell("head-false", { path });
      if (this.problems.length === before) { this.signed.set(Number(size), { ...head, bytes }); this.checked.heads += 1; }
    }
    const path = "data/log/consistency.jsonl";
    if (!this.has(path)) return;  // 18
    const own = this.head && this.signed.get(Number(this.head.size));
    if (this.head && !(own && same(own.bytes, await this.read("data/log/checkpoint")))) this.tell("head-missing", { path });
    const sizes = [...this.signed.keys()].sort((one, two) => one - two);
    const wanted = new Map(sizes.slice(1).map((second, at) => [sizes[at], second]).filter(([first]) => first));
    for (const { bytes, isEnded } of linesOf(await this.read(path))) {
      let line = null;
      try { line = isEnded ? fromCanonical(bytes) : null; } catch (fault) { if (!(fault instanceof Refused)) throw fault; }
      if (!isProofLine(line, "first", "second") || wanted.get(line.first) !== line.second) { this.tell("line-malformed", { path }); continue; }
      wanted.delete(line.first);
      const [one, two] = [this.signed.get(line.first), this.signed.get(line.second)];
      const holds = await this.first.continues(line.first, line.second, line.hashes.map(unhex), one.root, two.root);
      if (!holds) this.tell("consistency-false", { path, expected: line.first, found: line.second });
    }
    for (const [first, second] of wanted) this.tell("consistency-missing", { path, expected: first, found: second });
  }

  async others() {
    await this.stamps();
    await this.cosignatures();
    this.anchors = 0;
    const mark = unhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108");
    for (const [path, size] of this.paths(/^data\/log\/anchors\/(0|[1-9][0-9]{0,17})\.ots$/)) {  // 34
      const head = this.signed.get(Number(size)), content = await this.read(path);
      const expected = head ? concat(mark, await digest("sha256", head.bytes)) : null;
      if (!expected || !same(content.subarray(0, expected.length), expected)) this.tell("anchor-false", { path });
      this.anchors += 1;
    }
  }

  async stamps() {  // 32; the authority's signature is not checked here
    this.unchecked = 0;
    for (const [path] of this.paths(/^data\/log\/stamps\/[a-z0-9][a-z0-9-]{0,39}\.pem$/)) this.spoken.add(path);
    for (const [path, , size] of this.paths(/^data\/log\/stamps\/([a-z0-9][a-z0-9-]{0,39})-(0|[1-9][0-9]{0,17})\.tsr$/)) {
      const head = this.signed.get(Number(size)), imprint = imprintOf(await this.read(path));
      if (!head || !imprint || !same(imprint, await digest("sha256", head.bytes))) this.tell("stamp-false", { path });
      else this.unchecked += 1;
    }
    const recorded = new Map();
    for (const { payload } of this.of("checkpoint-stamped@1")) {
      if (!isCount(payload.size) || !this.head || BigInt(payload.size) > this.head.size) continue;
      const path = `data/log/stamps/${field(payload, "authority")}-${payload.size}.tsr`;
      recorded.set(path, [...(recorded.get(path) ?? []), field(payload, "reply")]);
    }
    for (const [path, replies] of recorded) if (!replies.includes(this.hashes.get(path)?.sha256)) this.tell("stamp-missing", { path });
  }

  async cosignatures() {  // 33
    const folder = "data/log/cosignatures/", keys = [];
    for (const { bytes, isEnded } of linesOf(await this.read(`${folder}keys.txt`))) {
      try { keys.push(await parseKey(isEnded ? textOf(bytes) : refuse("no line"), WITNESS)); } catch (fault) { this.unless(fault, "line-malformed", { path: `${folder}keys.txt` }); }
    }
    for (const [path, size] of this.paths(/^data\/log\/cosignatures\/(0|[1-9][0-9]{0,17})\.checkpoint$/)) {
      let note;
      try { note = parseNote(await this.read(path)); } catch (fault) { this.unless(fault, "cosignature-false", { path }); continue; }
      const isOurs = BigInt(size) <= BigInt(this.entries.length) && this.head
        && note.text === `${this.head.origin}\n${size}\n${base64(await this.first.root(Number(size)))}\n`;
      if (!isOurs) { this.tell("cosignature-false", { path }); continue; }
      for (const one of note.signatures) await this.cosignature(one, note, path, keys);
    }
  }
  async cosignature(one, note, path, keys) {
    const isBy = (key) => key && key.name === one.name && key.id === one.id;
    if (isBy(this.key)) {
      if (!(await isSigned(this.key.bytes, utf8(note.text), one.bytes))) this.tell("cosignature-false", { path });
      return;
    }
    const key = keys.find(isBy);
    if (!key) { this.tell("cosignature-unknown", { path, found: one.name }); return; }
    const seconds = one.bytes.length === 72 ? BigInt(`0x${hex(one.bytes.subarray(0, 8))}`) : null;
    const isTrue = seconds !== null && seconds < 253402300800n
      && await isSigned(key.bytes, utf8(`cosignature/v1\ntime ${seconds}\n${note.text}`), one.bytes.subarray(8));
    if (!isTrue) this.tell("cosignature-false", { path, found: one.name });
  }

  // ------------------------------------------------------------------------------------------ the description

  async description() {
    const path = "data/ro-crate-metadata.json";
    if (!this.has(path)) return;
    const found = looseText(await this.read(path)), described = [];
    for (const entry of this.shown.values()) {
      const { seq, kind, at, payload } = entry;
      let name, files, object;
      if (kind === "item-sealed@1" || kind === "item-sealed@2") {
        if (!this.itemPaths.has(payload.item)) return;  // told by 20
        [name, files] = ["Sealed", [itemFile(this.itemPaths.get(payload.item), payload)]];
      } else if (kind === "layer-made@1" && field(payload, "sha256")) {
        const item = this.itemPaths.get(payload.item);
        [name, files, object] = ["Text read out", [layerFile(payload)], item && reference(item)];
      } else if (this.standing.get(statementPath(payload)) === entry) [name, files] = ["Published", statementFiles(payload)];
      else continue;
      described.push({ seq, at, name, object, files: new Map(files.map((file) => [file["@id"], file])) });
    }
    const expected = crateText(this, described);
    if (found !== expected) this.tell("crate-differs", { path });
  }

  // ------------------------------------------------------------------------------------------ from outside

  async older() {
    const { head: bytes, leaves } = this.given.older, before = this.problems.length;
    const head = await this.signedHead(bytes, "older");
    if (leaves) {
      const now = linesOf(await this.read("data/log/leaves.jsonl"));
      const seq = linesOf(leaves).findIndex(({ bytes: line }, at) => now[at] && !same(line, now[at].bytes));
      if (seq >= 0) this.tell("entry-rewritten", { seq });
    }
    if (!head || this.problems.length > before) return;
    if (head.size > BigInt(this.entries.length)) this.tell("log-shorter-than-before", { expected: String(head.size), found: this.entries.length });
    else if (!same(head.root, await this.first.root(Number(head.size)))) this.tell("log-rewritten", { expected: String(head.size) });
    else this.continued = head.size;
  }

  limits() {
    const said = [];
    if (!this.given.key) said.push(`whether ${this.key?.text ?? "this key"} is the archive's: it came with the export. Give the one that the keeper published, with --key`);
    said.push(this.continued === undefined
      ? "that the whole log was written anew before it was signed. An older head or export in your own hands (--older-checkpoint), a stamp or a witness would show it"
      : `that entries from ${this.continued} on were written anew before this head was signed`);
    said.push("that newer entries were left out, that times are false, that what the log holds is true, or that something was never recorded");
    if (this.unchecked) said.push(`that ${this.unchecked} stamps are false: this program checks what they stamp, not who signed them`);
    if (this.anchors) said.push(`that ${this.anchors} anchors attest nothing: nobody asked a Bitcoin node`);
    if (this.unseen) said.push(`that ${this.unseen} quotes are false: their text is not in this export`);
    const hidden = this.entries.length - this.shown.size;
    if (hidden) said.push(`anything about the ${hidden} entries that are not disclosed, withdrawals of claims among them`);
    return said;
  }
}

const isLeaf = (leaf) => hasExactly(leaf, "actor", "at", "commitment", "kind", "seq") && typeof leaf.actor === "string"
  && typeof leaf.kind === "string" && isHex(leaf.commitment, 64) && isCount(leaf.seq) && typeof leaf.at === "string" && isMoment(leaf.at);
const isProofLine = (line, ...numbers) => hasExactly(line, "hashes", ...numbers) && numbers.every((name) => isCount(line[name]))
  && Array.isArray(line.hashes) && line.hashes.every((one) => isHex(one, 64));
const isListOf = (value, ...names) => isList(value) && value.every((one) => names.every((name) => typeof one[name] === "string"));
const spaced = (text) => text.split(/[\p{White_Space}\u001c-\u001f]+/u).filter(Boolean).join(" ");

const ending = (payload) => (payload.edition === "public" ? "" : `-${payload.edition}`);
const statementPath = (payload) => `data/statements${ending(payload)}/${String(payload.name).replace(/\.md$/, "")}.md`;
const publishedPath = (payload, path) => `data/dossier${ending(payload)}/${path}`;

function hasSense(payload) {  // 23
  const isDate = (date) => isObject(date) && isDay(date.earliest) && isDay(date.latest) && date.earliest <= date.latest && typeof date.wording === "string";
  if (["as_of", "said_on"].some((name) => payload[name] != null && !isDate(payload[name]))) return false;
  const { value } = payload;
  if (!isObject(value)) return true;
  if ("earliest" in value) return isDate(value);
  const bounds = [value.low ?? null, value.high ?? null];
  const isBound = (one) => one === null || Number.isSafeInteger(one) || (typeof one === "string" && /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(one));
  if (!bounds.every(isBound) || typeof value.wording !== "string" || bounds.every((one) => one === null)) return false;
  const [low, high] = bounds, order = low === null || high === null ? null : compareDecimals(String(low), String(high));
  if (order !== null && order > 0) return false;
  return {
    exact: order === 0, about: order === 0, at_least: low !== null && high === null, more_than: low !== null && high === null,
    up_to: high !== null, less_than: high !== null, range: order !== null, vague: true,
  }[value.qualifier] === true;
}
function compareDecimals(one, two) {
  const places = Math.max(...[one, two].map((text) => (text.split(".")[1] ?? "").length));
  const [a, b] = [one, two].map((text) => {
    const [whole, part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(places, "0"));
  });
  return a < b ? -1 : Number(a > b);
}

// What a granted stamp is over, where it has one signer and a SHA-256; null else. RFC 3161, 2.4.2 and RFC 5652, 5.1.
function imprintOf(bytes) {
  const part = (whole, at) => {
    let length = whole[at + 1], start = at + 2;
    if (length > 128 && length < 133) {
      const digits = length - 128;
      length = Number(BigInt(`0x${hex(whole.subarray(start, start + digits))}`));
      start += digits;
    }
    if (length === undefined || length === 128 || start + length > whole.length) refuse("no DER");
    return { tag: whole[at], body: whole.subarray(start, start + length), end: start + length };
  };
  const parts = (whole) => { const found = []; for (let at = 0; at < whole.length; at = found.at(-1).end) found.push(part(whole, at)); return found; };
  const into = ({ tag, body }, expected) => (tag === expected ? parts(body) : refuse("no stamp"));
  try {
    const [status, token] = into(part(bytes, 0), 0x30);
    if (!(parts(status.body)[0].body[0] <= 1) || !token) return null;
    const signedData = into(into(into(token, 0x30)[1], 0xa0)[0], 0x30);
    const info = into(into(into(into(signedData[2], 0x30)[1], 0xa0)[0], 0x04)[0], 0x30);
    const [algorithm, imprint] = into(info[2], 0x30);
    const isSha256 = hex(into(algorithm, 0x30)[0].body) === "608648016503040201", signers = into(signedData.at(-1), 0x31);
    return isSha256 && signers.length === 1 && imprint.tag === 0x04 ? imprint.body : null;
  } catch { return null; }
}

// ---------------------------------------------------------------------------------------------- the description

const crateId = (path) => Array.from(utf8(path.replace(/^data\//, "")), (byte) => {
  const letter = String.fromCharCode(byte);
  return /[A-Za-z0-9_.\-~/]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}).join("");
const reference = (path) => ({ "@id": crateId(path) });
const crateFile = (path, fields) => ({ "@id": crateId(path), "@type": "File", ...fields });
const itemFile = (path, payload) => crateFile(path, {
  contentSize: String(payload.size), encodingFormat: field(payload, "media_type"), identifier: field(payload, "item"),
  name: field(payload, "name"), sha256: field(payload, "sha256"),
});
const layerFile = (payload) => crateFile(`data/layers/${payload.layer}.txt`, {
  encodingFormat: "text/plain", identifier: field(payload, "layer"), name: `Text of ${field(payload, "item")}`, sha256: field(payload, "sha256"),
});
const statementFiles = (payload) => [
  crateFile(statementPath(payload), {
    encodingFormat: "text/markdown", identifier: field(payload, "statement"), inLanguage: field(payload, "language"),
    name: field(payload, "name"), sha256: field(payload, "sha256"),
  }),
  ...(isList(payload.files) ? payload.files : []).map((file) => crateFile(publishedPath(payload, file.path), { name: String(file.path), sha256: String(file.sha256) })),
];
const CONSTANT = [
  { "@id": "#licence", "@type": "CreativeWork", description: "Rights remain with whoever holds them. Ask before you publish anything of this.", name: "No licence is stated" },
  { "@id": "#onrecord", "@type": "SoftwareApplication", name: "Onrecord" },
  { "@id": "log/", "@type": "Dataset", description: "Every entry as a commitment, the signed heads, what is disclosed, and proofs.", name: "The log" },
  { "@id": "claims.jsonl", "@type": "File", encodingFormat: "application/jsonl", name: "The claims that are disclosed, one a line" },
];
function crateText({ key, entries, shown, lastAt }, described) {
  const last = new Map(described.flatMap(({ seq, files }) => [...files.keys()].map((id) => [id, seq])));
  const lastOf = ({ seq, files }) => [...files.values()].filter((file) => last.get(file["@id"]) === seq);
  const version = "https://w3id.org/ro/crate/1.2";
  const root = {
    "@id": "./", "@type": "Dataset", datePublished: lastAt.slice(0, 10),
    description: "Evidence as it was sealed, its text, what was claimed from it and what was published, with the log they stand in. "
      + `${shown.size} of ${entries.length} entries are disclosed. README.txt says how to check it.`,
    hasPart: [{ "@id": "log/" }, { "@id": "claims.jsonl" }, ...described.flatMap(lastOf).map((file) => ({ "@id": file["@id"] }))],
    license: { "@id": "#licence" }, mentions: described.map(({ seq }) => ({ "@id": `#entry-${seq}` })),
    name: `${key?.name ?? ""}: ${entries.length} entries`,
  };
  const descriptor = { "@id": "ro-crate-metadata.json", "@type": "CreativeWork", about: { "@id": "./" }, conformsTo: { "@id": version } };
  const graph = [descriptor, root, ...CONSTANT];
  for (const one of described) {
    const { seq, at, name, object } = one, result = [...one.files.keys()].map((id) => ({ "@id": id }));
    graph.push(...lastOf(one), { "@id": `#entry-${seq}`, "@type": "CreateAction", endTime: at, instrument: { "@id": "#onrecord" }, name, ...(object && { object }), result });
  }
  return `{"@context":"${version}/context","@graph":[${graph.map(canonical).join(",")}]}\n`;
}

// ---------------------------------------------------------------------------------------------- proofs that travel alone

async function checkProof(bytes, key) {
  const check = new Check({ files: new Map() }, { key });
  let proven = {};
  try { proven = await (bytes[0] === 0x7b ? consistencyAlone : inclusionAlone)(check, bytes); } catch (fault) { check.unless(fault, "proof-unreadable", {}); }
  const said = key ? [] : ["whose key this is: it came with the proof. Give the one that the keeper published, with --key"];
  said.push("that the whole log was written anew before it was signed", "that times in it are false");
  return { ok: check.problems.length === 0, checked: {}, problems: check.problems, cannot_exclude: said, proven };
}
async function keyOf(check, text) {
  const shown = await parseKey(typeof text === "string" ? text : refuse("no key"));
  if (check.given.key && check.given.key.text !== shown.text) check.tell("key-differs", { found: shown.text });
  check.key = check.given.key ?? shown;
}
async function inclusionAlone(check, bytes) {
  const text = textOf(bytes), end = text.indexOf("\n\n"), lines = text.slice(0, Math.max(end, 0)).split("\n");
  const index = /^index (0|[1-9][0-9]*)$/.exec(lines[2] ?? "");
  if (lines[0] !== "c2sp.org/tlog-proof@v1" || !lines[1]?.startsWith("extra ") || !index) refuse("no proof of ours");
  const extra = fromCanonical(unbase64(lines[1].slice(6)));
  if (!isObject(extra) || !isLeaf(extra.leaf) || String(extra.leaf.seq) !== index[1]) refuse("no leaf");
  await keyOf(check, extra.key);
  const head = await check.signedHead(utf8(text.slice(end + 2)), "checkpoint"), tree = new Tree("sha256");
  const leafHash = await digest("sha256", LEAF, utf8(canonical(extra.leaf))), hashes = lines.slice(3).map(unbase64);
  if (head && !(await tree.includes(leafHash, extra.leaf.seq, Number(head.size), hashes, head.root))) check.tell("proof-false", { seq: extra.leaf.seq });
  if ("payload" in extra) {
    if (!isHex(extra.salt, 64)) refuse("no salt");
    const found = hex(await digest("sha256", unhex(extra.salt), utf8(canonical(extra.payload))));
    if (found !== extra.leaf.commitment) check.tell("payload-changed", { seq: extra.leaf.seq });
  }
  return extra;
}
async function consistencyAlone(check, bytes) {
  const line = bytes.at(-1) === 10 ? fromCanonical(bytes.subarray(0, -1)) : refuse("no line");
  const isOne = hasExactly(line, "format", "first", "second", "hashes", "key") && line.format === "onrecord-consistency@1"
    && Array.isArray(line.hashes) && line.hashes.every((one) => isHex(one, 64)) && [line.first, line.second].every((one) => typeof one === "string");
  if (!isOne) refuse("no proof of ours");
  await keyOf(check, line.key);
  const first = await check.signedHead(utf8(line.first), "first"), second = await check.signedHead(utf8(line.second), "second");
  const [one, two] = [Number(first?.size), Number(second?.size)];
  if (first && second && !(await new Tree("sha256").continues(one, two, line.hashes.map(unhex), first.root, second.root))) check.tell("consistency-false", {});
  return { first: one, second: two };
}

// ---------------------------------------------------------------------------------------------- where exports lie

const hashesOf = async (bytes) => ({ sha256: hex(await digest("sha256", bytes)), sha512: hex(await digest("sha512", bytes)) });

function openFolder(folder) {  // node
  const files = new Map(), folders = new Set(), odd = [];
  const walk = (above) => {
    for (const entry of node.fs.readdirSync(`${folder}/${above}`, { withFileTypes: true, encoding: "buffer" })) {
      let name;
      try { name = textOf(entry.name); } catch { odd.push(above + looseText(entry.name)); continue; }
      const path = above + name;
      if (entry.isDirectory()) { folders.add(path); walk(`${path}/`); }
      else if (entry.isFile()) files.set(path, node.fs.lstatSync(`${folder}/${path}`).size);
      else odd.push(path);
    }
  };
  walk("");
  const read = async (path) => new Uint8Array(node.fs.readFileSync(`${folder}/${path}`));
  const hashes = async (path) => {
    const both = [node.crypto.createHash("sha256"), node.crypto.createHash("sha512")];
    for await (const chunk of node.fs.createReadStream(`${folder}/${path}`)) for (const one of both) one.update(chunk);
    return { sha256: both[0].digest("hex"), sha512: both[1].digest("hex") };
  };
  return { files, folders, odd, read, hashes };
}

// A ZIP as `size` and `slice(from, to)`: PKWARE APPNOTE 4.3.12 to 4.3.16, and 4.5.3 for what is larger than 4 GiB.
async function openZip({ size, slice }) {
  const number = (view, at, bytes) => { let value = 0; for (let i = bytes - 1; i >= 0; i--) value = value * 256 + view[at + i]; return value; };
  const tail = await slice(Math.max(0, size - 65557), size);
  let at = tail.length - 22;
  while (at >= 0 && number(tail, at, 4) !== 0x06054b50) at--;
  if (at < 0) refuse("no ZIP");
  let [count, length, start] = [number(tail, at + 10, 2), number(tail, at + 12, 4), number(tail, at + 16, 4)];
  if (at >= 20 && number(tail, at - 20, 4) === 0x07064b50) {
    const end = await slice(number(tail, at - 12, 8), number(tail, at - 12, 8) + 56);
    [count, length, start] = [number(end, 32, 8), number(end, 40, 8), number(end, 48, 8)];
  }
  const list = await slice(start, start + length), members = [];
  for (at = 0; count > 0; count--) {
    if (number(list, at, 4) !== 0x02014b50) refuse("no ZIP");
    const [named, extra, said] = [28, 30, 32].map((place) => number(list, at + place, 2));
    const member = {
      name: textOf(list.subarray(at + 46, at + 46 + named)), flags: number(list, at + 8, 2), method: number(list, at + 10, 2),
      packed: number(list, at + 20, 4), size: number(list, at + 24, 4), kind: number(list, at + 40, 2) & 0xf000, offset: number(list, at + 42, 4),
    };
    for (let place = at + 46 + named, end = place + extra; place + 4 <= end; place += 4 + number(list, place + 2, 2)) {
      let wide = place + 4;
      if (number(list, place, 2) === 1) for (const name of ["size", "packed", "offset"]) if (member[name] === 0xffffffff) { member[name] = number(list, wide, 8); wide += 8; }
    }
    members.push(member);
    at += 46 + named + extra + said;
  }
  if (members.reduce((sum, member) => sum + member.packed, 0) > size) refuse("its files overlap");
  const tops = new Set(members.map(({ name }) => /^([^/]+)\/bagit\.txt$/.exec(name)?.[1]).filter(Boolean));
  const above = members.some(({ name }) => name === "bagit.txt") || tops.size !== 1 ? "" : `${[...tops][0]}/`;
  const files = new Map(), folders = new Set(), odd = [], found = new Map();
  for (const member of members) {
    const path = member.name.startsWith(above) ? member.name.slice(above.length) : null;
    for (let i = 0; path && i < path.length; i++) if (path[i] === "/") folders.add(path.slice(0, i));
    if (member.name.endsWith("/") && !member.size) continue;
    const isOdd = path === null || member.flags & 1 || ![0, 0x8000].includes(member.kind) || LEADS_ELSEWHERE.test(path) || found.has(path) || ![0, 8].includes(member.method);
    if (isOdd) { odd.push(member.name); continue; }
    files.set(path, member.size);
    found.set(path, member);
  }
  const read = async (path) => {
    const { offset, packed, method } = found.get(path), head = await slice(offset, offset + 30);
    const begin = offset + 30 + number(head, 26, 2) + number(head, 28, 2), bytes = await slice(begin, begin + packed);
    if (method === 0) return bytes;
    if (node) return new Uint8Array(node.zlib.inflateRawSync(bytes));
    return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
  };
  return { files, folders, odd, read, hashes: async (path) => hashesOf(await read(path)) };
}

function openFileList(list) {  // browser: a folder that was chosen
  const files = new Map(), folders = new Set(), blobs = new Map();
  for (const file of list) {
    const path = file.webkitRelativePath.split("/").slice(1).join("/");
    for (let at = 0; at < path.length; at++) if (path[at] === "/") folders.add(path.slice(0, at));
    files.set(path, file.size);
    blobs.set(path, file);
  }
  const read = async (path) => new Uint8Array(await blobs.get(path).arrayBuffer());
  return { files, folders, odd: [], read, hashes: async (path) => hashesOf(await read(path)) };
}

async function isExport(source) {  // 1
  if (source.files.has("onrecord-verify.pyz") || [...source.files.keys()].some((path) => path.startsWith("data/log/"))) return true;
  return source.files.has("bag-info.txt") && /^onrecord-[^\n]*:/im.test(looseText(await source.read("bag-info.txt")));
}

async function checkExport(source, { key = null, older = null } = {}) {
  if (!(await isExport(source))) refuse("this is no export of Onrecord");
  return new Check(source, { key: key ? await parseKey(key) : null, older }).run();
}

// ---------------------------------------------------------------------------------------------- node: the command

const USAGE = "usage: node check-export.js [--json] [--key KEY] [--older-checkpoint PATH] EXPORT\n";

async function openPath(path) {
  if (node.fs.statSync(path).isDirectory()) return openFolder(path);
  const handle = node.fs.openSync(path, "r");
  const slice = async (from, to) => { const bytes = new Uint8Array(Math.max(0, to - from)); return bytes.subarray(0, node.fs.readSync(handle, bytes, 0, bytes.length, from)); };
  return openZip({ size: node.fs.statSync(path).size, slice });
}
async function readOlder(path) {
  const isBag = node.fs.statSync(path).isDirectory() || node.fs.readFileSync(path).subarray(0, 2).toString() === "PK";
  if (!isBag) return { head: new Uint8Array(node.fs.readFileSync(path)), leaves: null };
  const bag = await openPath(path);
  return { head: await bag.read("data/log/checkpoint"), leaves: await bag.read("data/log/leaves.jsonl") };
}
async function main(given) {
  const options = { json: false, key: null, older: null, path: null };
  while (given.length) {
    const one = given.shift();
    if (one === "--json") options.json = true;
    else if (one === "--key") options.key = given.shift();
    else if (one === "--older-checkpoint") options.older = given.shift();
    else options.path = one;
  }
  if (!options.path) { process.stderr.write(USAGE); return 2; }
  let verdict;
  try {
    const isFile = node.fs.statSync(options.path).isFile(), start = isFile ? new Uint8Array(node.fs.readFileSync(options.path).subarray(0, 1 << 26)) : null;
    const isProof = start && (looseText(start.subarray(0, 22)) === "c2sp.org/tlog-proof@v1" || looseText(start.subarray(0, 9)) === '{"first":');
    verdict = isProof
      ? await checkProof(start, options.key ? await parseKey(options.key) : null)
      : await checkExport(await openPath(options.path), { key: options.key, older: options.older ? await readOlder(options.older) : null });
  } catch (fault) {
    if (!(fault instanceof Refused) && !fault.syscall) throw fault;
    process.stderr.write(`${fault.message}\n`);
    return 2;
  }
  process.stdout.write(options.json ? `${JSON.stringify(verdict, null, 2)}\n` : `${report(verdict).join("\n")}\n`);
  return verdict.ok ? 0 : 10;
}
function report({ ok, checked, problems, cannot_exclude: limits }) {
  return [
    ok ? "Everything that was checked holds." : `This does not hold. Problems: ${problems.length}.`,
    `Checked: ${Object.entries(checked).map(([name, count]) => `${name} ${count}`).join(", ")}`,
    ...problems.map(({ code, ...facts }) => `  ${code} ${JSON.stringify(facts)}`),
    "What this check cannot exclude:",
    ...limits.map((limit) => `  - ${limit}`),
  ];
}

if (node && require.main === module) main(process.argv.slice(2)).then((status) => { process.exitCode = status; });
else if (node) module.exports = { checkExport, checkProof, openFolder, openZip };
else Object.assign(globalThis, { checkExport, checkProof, openFileList, openZip, parseKey, report });
