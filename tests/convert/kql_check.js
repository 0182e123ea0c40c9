// Parses and binds queries with Kusto's own language service. Reads {"tables": {name: {column: type}},
// "queries": [{"name", "text"}]} from standard input and writes [{"name", "problems"}] of those with problems.
//
//     node kql_check.js FOLDER < request.json        FOLDER: where npm has installed @kusto/language-service-next
const path = require('path');
const fs = require('fs');

const folder = path.resolve(process.argv[2]);
const service = path.join(folder, 'node_modules', '@kusto', 'language-service-next');
require(path.join(service, 'bridge.js'));
require(path.join(service, 'Kusto.Language.Bridge.js'));

const Language = Kusto.Language;
const Symbols = Language.Symbols;
const request = JSON.parse(fs.readFileSync(0, 'utf8'));

const quoted = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : `['${name}']`);
const shape = (columns) =>
  '(' + Object.entries(columns).map(([name, type]) => `${quoted(name)}: ${type}`).join(', ') + ')';

const members = [];
for (const [name, columns] of Object.entries(request.tables))
  members.push(new Symbols.TableSymbol.$ctor7(name, shape(columns), null));
const database = new Symbols.DatabaseSymbol.$ctor1('tests', members);
const globals = Language.GlobalState.Default.WithDatabase(database);

const found = [];
for (const query of request.queries) {
  const diagnostics = Language.KustoCode.ParseAndAnalyze(query.text, globals).GetDiagnostics();
  const problems = [];
  for (let i = 0; i < diagnostics.Count; ++i) {
    const one = System.Array.getItem(diagnostics, i, Language.Diagnostic);
    if (one.Severity === 'Error' || one.Severity === 'Warning') problems.push(`${one.Message} (at ${one.Start})`);
  }
  if (problems.length) found.push({ name: query.name, problems });
}
process.stdout.write(JSON.stringify(found));
