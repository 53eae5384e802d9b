const show = (...values) => console.log(...values.map((v) => (typeof v === 'string' ? v : JSON.stringify(v))));
for (const text of ['http://User:pa%20ss@EXAMPLE.com:80/a/./b/../c d?q=1 2&x=<>#h h', 'https://例え.jp/ü?ü#ü', 'http://[::1]:8080/', 'http://[2001:db8:0:0:1:0:0:1]/', 'http://0x7f.1/', 'HTTP:\\\\x.y\\z', 'mailto:a@b.c', 'file:///a/../b', 'data:text/plain,hi', 'http://a.b?', 'http://a.b/#', 'javascript:alert(1)', 'http://a/%7Efoo/%zz', 'http://a.b:8080//c//d']) {
    const url = new URL(text);
    show(url.href, url.origin, url.protocol, url.username, url.password, url.host, url.hostname, url.port, url.pathname, url.search, url.hash);
}
for (const [text, base] of [['../x', 'http://a/b/c/d'], ['//h/p', 'https://a/b'], ['?q', 'http://a/b?c#d'], ['#f', 'http://a/b?c#d'], ['/r', 'http://a/b/c'], ['', 'http://a/b?c'], ['x:y', 'http://a'], ['http:x', 'http://a/b/c']]) show(new URL(text, base).href);
for (const wrong of ['nope', 'http://', 'http://a b/', 'http://[::1', 'http://a:99999', 'http://256.256.256.256', '//x']) {
    try { show(new URL(wrong).href); } catch (error) { show(error.name, error.message); }
}
const url = new URL('http://a.b/c?x=1&y=2&x=3');
url.searchParams.append('z', 'ü &');
url.searchParams.delete('y');
url.hash = 'top'; url.port = '81'; url.pathname = '/new path'; url.protocol = 'https'; url.hostname = 'c.d'; url.username = 'me';
show(url.href, url.searchParams.getAll('x'), url.searchParams.has('q'), url.searchParams.size, JSON.stringify({ url }), URL.canParse('x'), String(url));
url.search = '?k=v';
show(url.searchParams.get('k'), url.href);
const params = new URLSearchParams({ b: '2', a: '1 +' });
params.sort(); params.set('b', '3');
show(params.toString(), [...params], [...new URLSearchParams([['p', 'q']]).keys()], new URLSearchParams('?a=%zz&b=%C3%BC+x').get('b'), new URLSearchParams('a').get('a'));
show([...new TextEncoder().encode('é€😀')], new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0xc3, 0xa9])), new TextDecoder('latin1').decode(new Uint8Array([0xe9])), new TextDecoder('utf-16le').decode(new Uint8Array([0x61, 0])), new TextDecoder('shift_jis').encoding);
const decoder = new TextDecoder();
show(decoder.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + decoder.decode(new Uint8Array([0xac])));
try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])); } catch (error) { show(error.name); }
try { new TextDecoder('nope'); } catch (error) { show(error.name); }
show(new TextEncoder().encodeInto('aé', new Uint8Array(2)));
const target = new EventTarget();
target.addEventListener('x', (event) => show('heard', event.type, event.target === target), { once: true });
show(target.dispatchEvent(new Event('x')), target.dispatchEvent(new Event('x')));
target.addEventListener('y', (event) => event.preventDefault());
show(target.dispatchEvent(new Event('y', { cancelable: true })));
const controller = new AbortController();
controller.signal.addEventListener('abort', () => show('aborted', controller.signal.reason.name));
controller.abort(); controller.abort();
show(controller.signal.aborted, AbortSignal.abort('why').reason);
try { controller.signal.throwIfAborted(); } catch (error) { show(error.name, error instanceof DOMException); }
const blob = new Blob(['héllo', new Uint8Array([33])], { type: 'Text/Plain' });
const file = new File([blob], 'f.txt', { lastModified: 5 });
const complex = { date: new Date(0), map: new Map([[1, { a: 1 }]]), set: new Set([1]), re: /x/g, bytes: new Uint8Array([1, 2]), nested: [{}], und: undefined, err: new TypeError('t') };
complex.self = complex;
const cloned = structuredClone(complex);
show(cloned !== complex, cloned.self === cloned, cloned.date.getTime(), cloned.map.get(1).a, cloned.set.has(1), String(cloned.re), [...cloned.bytes], cloned.err.name, 'und' in cloned);
try { structuredClone({ f() {} }); } catch (error) { show(error.name, error.constructor.name); }
show(atob('aGk='), btoa('hi'), typeof queueMicrotask, typeof globalThis, new AggregateError([1], 'm').errors, typeof WeakRef, new DOMException('m', 'AbortError').code);
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const main = async () => {
    show(blob.size, blob.type, await blob.text(), file.name, file.size, await file.slice(0, 3).text(), (await blob.arrayBuffer()).byteLength);
    show(hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc'))));
    show(hex(await crypto.subtle.digest('SHA-1', new Uint8Array(0))), hex(await crypto.subtle.digest({ name: 'SHA-512' }, new Uint8Array([1]))).slice(0, 16));
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
    const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('data'));
    show(hex(signature), await crypto.subtle.verify('HMAC', key, signature, new TextEncoder().encode('data')), key.type, key.algorithm);
    const aes = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, new TextEncoder().encode('secret'));
    show(sealed.byteLength, new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, sealed)), (await crypto.subtle.exportKey('raw', aes)).byteLength);
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, new Uint8Array(20)).catch((error) => show(error.name));
    const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode('password'), 'PBKDF2', false, ['deriveBits']);
    show(hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: new TextEncoder().encode('salt'), iterations: 1000 }, secret, 128)));
    const hkdf = await crypto.subtle.importKey('raw', new Uint8Array(16), 'HKDF', false, ['deriveBits']);
    show(hex(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(1), info: new Uint8Array(2) }, hkdf, 128)));
    await crypto.subtle.digest('MD5', new Uint8Array(1)).catch((error) => show(error.name));
    show(/^[0-9a-f-]{36}$/.test(crypto.randomUUID()), crypto.getRandomValues(new Uint8Array(4)).length, crypto.randomUUID() !== crypto.randomUUID());
    const stream = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } });
    const upper = new TransformStream({ transform(chunk, c) { c.enqueue(chunk.toUpperCase()); } });
    const out = [];
    for await (const chunk of stream.pipeThrough(upper)) out.push(chunk);
    show(out);
    let count = 0;
    const pulled = new ReadableStream({ pull(c) { count += 1; if (count > 3) c.close(); else c.enqueue(count); } });
    const reader = pulled.getReader();
    show(pulled.locked, await reader.read(), await reader.read(), await reader.read(), await reader.read());
    const [left, right] = ReadableStream.from(['x', 'y']).tee();
    const all = async (s) => { const list = []; for await (const one of s) list.push(one); return list; };
    show(await Promise.all([all(left), all(right)]));
    show(await all(blob.stream().pipeThrough(new TextDecoderStream())));
    const written = [];
    await ReadableStream.from([1, 2]).pipeTo(new WritableStream({ write(chunk) { written.push(chunk); }, close() { written.push('closed'); } }));
    show(written);
    await ReadableStream.from([1]).pipeTo(new WritableStream({ write() { throw new Error('full'); } })).catch((error) => show(error.message));
};
main().catch((error) => show('failed', error.stack));
