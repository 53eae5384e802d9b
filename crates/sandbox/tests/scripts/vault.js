console.log(await pm.vault.get('none'));
await pm.vault.set('key', 'secret');
console.log(await pm.vault.get('key'));
await pm.vault.unset('key');
console.log(await pm.vault.get('key'));
await pm.vault.get('forbidden').catch((error) => console.log(error.message));
await pm.datasets('d').executeQuery('select 1').catch((error) => console.log(error.message));
console.log(typeof pm.require, typeof pm.message);
