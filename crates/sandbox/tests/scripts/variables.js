console.log(pm.variables.get('shared'), pm.variables.get('gv'), pm.variables.get('row'), pm.variables.get('cv'), pm.variables.get('none'));
pm.variables.set('shared', 'local');
pm.variables.set('l', { a: 1 });
console.log(pm.variables.get('shared'), pm.variables.has('gv'), pm.variables.has('l'), pm.variables.has('none'));
console.log(pm.variables.toObject());
console.log(pm.variables.replaceIn('{{shared}} {{row}} {{cv}} {{none}} {{ev}}'));
console.log(pm.variables.replaceIn({ a: ['{{cv}}', 1, null], b: { c: '{{ev}}' } }), pm.variables.replaceIn(5), pm.variables.replaceIn(null));
pm.variables.unset('shared');
console.log(pm.variables.get('shared'));
pm.environment.set('live', [1]);
pm.environment.get('live').push(2);
console.log(pm.variables.get('live'));
//// test
console.log(pm.variables.get('l'), pm.variables.get('live'));
pm.variables.clear();
console.log(pm.variables.get('l'), pm.variables.get('ev'));
