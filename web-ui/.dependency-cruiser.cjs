// The layers: protocol <- client <- features <- app, with ui (components without knowledge of the network) beside them.
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'protocol-knows-nobody',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/(client|ui|features|app)/|node_modules/(react|@mantine|@tanstack)' },
    },
    {
      name: 'client-knows-protocol-only',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: '^src/(ui|features|app)/|node_modules/@mantine' },
    },
    {
      name: 'ui-knows-protocol-only',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/(client|features|app)/' },
    },
    {
      name: 'features-do-not-know-app',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'features-never-import-each-other',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/' },
    },
    { name: 'tests-stay-out', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|woff2)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
