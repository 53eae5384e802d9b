console.log(pm.cookies.get('c1'), pm.cookies.has('c1'), pm.cookies.has('zz'), pm.cookies.count(), pm.cookies.toObject());
const jar = pm.cookies.jar();
for (const wrong of [() => jar.get(), () => jar.get('http://x'), () => jar.set('http://x', 'a'), () => jar.getAll(), () => jar.unset('http://x'), () => jar.clear()]) {
    try { wrong(); console.log('fine'); } catch (error) { console.log(error.name, error.message); }
}
jar.set('http://example.com', 'a', 'b', (error, cookie) => {
    console.log('set', error, cookie.name, cookie.value);
    jar.get('http://example.com', 'a', (error, value) => {
        console.log('get', error, value);
        jar.getAll('http://example.com', (error, cookies) => {
            console.log('all', cookies.length !== undefined || cookies.count(), typeof cookies);
            jar.unset('http://example.com', 'a', (error) => {
                console.log('unset', error);
                jar.clear('http://example.com', (error) => console.log('clear', error));
            });
        });
    });
});
jar.set('http://example.com', { name: 'o', value: 'p' }, () => {});
jar.set('http://example.com', 'q=r; Path=/', () => {});
//// test
const jar = pm.cookies.jar();
console.log((await jar.set('http://example.com', 'n', 'v')).value, await jar.get('http://example.com', 'n'));
