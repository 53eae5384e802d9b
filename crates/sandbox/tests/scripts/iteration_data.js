console.log(pm.iterationData.get('row'), pm.iterationData.has('row'), pm.iterationData.toObject());
console.log(pm.iterationData.get('nothing'), pm.iterationData.get('none'));
pm.iterationData.unset('row');
console.log(pm.iterationData.has('row'), pm.variables.get('row'));
pm.iterationData.set('q', 1);
console.log(pm.iterationData.get('q'), pm.iterationData.toObject());
console.log(JSON.stringify(pm.iterationData.toJSON().values || 0).length > 0);
//// test
console.log(pm.iterationData.get('row'), pm.iterationData.get('q'));
