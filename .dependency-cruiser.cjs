/**
 * The architecture as law. Each rule is a sentence with its reason; `npm run laws` keeps them.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'contract-knows-zod-alone',
      comment: 'The contract is what a bank implements in any language: it may not lean on our code.',
      severity: 'error',
      from: { path: '^src/facade/contract\\.ts$' },
      to: { pathNot: '^node_modules/zod/' },
    },
    {
      name: 'port-knows-the-contract-alone',
      comment: 'The conversation sees the facade through its port: no HTTP may come in by it.',
      severity: 'error',
      from: { path: '^src/facade/port\\.ts$' },
      to: { pathNot: '^src/facade/contract\\.ts$' },
    },
    {
      name: 'client-knows-no-conversation',
      comment: 'The arrow runs from the conversation to the facade; the client carries, it does not decide.',
      severity: 'error',
      from: { path: '^src/facade/' },
      to: { path: '^(src/(conversation|channels|bank|simulator|assistant)|intents|models)' },
    },
    {
      name: 'conversation-is-pure',
      comment:
        'Clock, environment, network and files are parameters, so that a turn can be tested as a value.',
      severity: 'error',
      from: { path: '^src/conversation/' },
      to: {
        pathNot:
          '^(src/conversation/|src/facade/(contract|port)\\.ts$|node_modules/(zod|temporal-polyfill)/)',
      },
    },
    {
      name: 'intents-know-the-conversation-alone',
      comment: 'An intent turns slots into a question and an answer into a reply; it never awaits.',
      severity: 'error',
      from: { path: '^(intents/|models/.*\\.replies\\.ts$)' },
      to: {
        pathNot:
          '^(intents/|src/conversation/|src/facade/(contract|port)\\.ts$|node_modules/(zod|temporal-polyfill)/)',
      },
    },
    {
      name: 'channels-do-not-meet',
      comment: 'Each channel can be read, replaced and deployed alone.',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/([^/]+)/', pathNot: '^src/channels/$1/' },
    },
    {
      name: 'channels-do-not-reach-the-bank',
      comment: 'Only the assistant asks the facade; a channel translates and never decides.',
      severity: 'error',
      from: { path: '^src/channels/' },
      to: { path: '^src/(bank|simulator)/' },
    },
    {
      name: 'bank-stands-alone',
      comment:
        'A bank runs it inside its own perimeter: it shares the contract with the skill, and the way of telling telemetry.',
      severity: 'error',
      from: { path: '^src/bank/' },
      to: { path: '^(src/(?!bank/|telemetry/|facade/(contract|problems)\\.ts$)|intents/|models/)' },
    },
    {
      name: 'telemetry-knows-nobody',
      comment:
        'What may be exported is for each program to name; the port carries it and has no words of its own.',
      severity: 'error',
      from: { path: '^src/telemetry/' },
      to: { pathNot: '^(src/telemetry/|node_modules/@opentelemetry/|node:|async_hooks$|crypto$)' },
    },
    {
      name: 'opentelemetry-is-one-file',
      comment: 'Its packages are large, and one of them connects by itself: they stay behind the one switch.',
      severity: 'error',
      from: { pathNot: '^src/telemetry/otlp\\.ts$' },
      to: { path: '^node_modules/@opentelemetry/' },
    },
    {
      name: 'opentelemetry-is-loaded-when-it-is-wanted',
      comment:
        'Imported in the usual way it would be loaded where it is off, and bundled into the Lambda function.',
      severity: 'error',
      from: {},
      to: { path: '^src/telemetry/otlp\\.ts$', dynamic: false },
    },
    {
      name: 'lambda-has-no-switch',
      comment:
        'A bundler follows the import of the switch, whenever it is made: the function logs and exports nothing.',
      severity: 'error',
      from: { path: '^src/channels/alexa/lambda[^/]*\\.ts$' },
      to: { path: '^src/telemetry/(open|otlp)\\.ts$', reachable: true },
    },
    {
      name: 'production-never-simulates',
      comment: 'The simulator is a tool on a desk: nothing that is deployed may need it.',
      severity: 'error',
      from: { path: '^(src/(?!simulator/|testing/|certify/)|intents/|models/)' },
      to: { path: '^src/(simulator|testing)/' },
    },
    {
      name: 'nothing-needs-certify',
      comment: 'It judges the skill from outside: whatever needed it would be judged by itself.',
      severity: 'error',
      from: { pathNot: '^src/certify/' },
      to: { path: '^src/certify/' },
    },
    {
      name: 'nothing-deployed-needs-the-skill-package',
      comment: 'What Amazon is told of the skill is no part of the skill; certify reads it.',
      severity: 'error',
      from: { pathNot: '^src/(skill-package|certify)/' },
      to: { path: '^src/skill-package/' },
    },
    {
      name: 'packaged-knows-the-package-alone',
      comment: 'It runs what is in the zip: what it imported of the product would not be what is deployed.',
      severity: 'error',
      from: { path: '^src/packaged/' },
      to: { path: '^(src/(?!packaged/)|intents/|models/)' },
    },
    {
      name: 'simulator-enters-by-the-front-door',
      comment:
        'It composes the real programs in one place and talks to them over HTTP, as a platform does; it may not reach into their insides.',
      severity: 'error',
      from: { path: '^src/simulator/', pathNot: '^src/simulator/stack(/|\\.ts$)' },
      to: { path: '^(src/(bank|channels)/|src/assistant\\.ts$|intents/)' },
    },
    {
      name: 'attack-sees-the-bank-alone',
      comment:
        'It holds the decisions of the bank against plain linear algebra: of the rest of the product it knows the questions.',
      severity: 'error',
      from: { path: '^src/attack/' },
      to: { path: '^(src/(?!attack/|bank/|facade/contract\\.ts$)|intents/|models/)' },
    },
    {
      name: 'nothing-needs-the-attack',
      comment: 'It is a proof for whoever wants to see it, and no part of what is deployed.',
      severity: 'error',
      from: { pathNot: '^src/attack/' },
      to: { path: '^src/attack/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one idea, or that one idea is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Code that nothing reaches is not a program.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot:
          '(\\.d\\.ts$|/main\\.ts$|/lambda(-https)?\\.ts$|/runtime\\.cjs$|/without-service-clients\\.ts$|-worklet\\.ts$)',
      },
      to: {},
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'What is deployed may not need what only a developer installs.',
      severity: 'error',
      from: { path: '^(src|intents|models)/', pathNot: '^src/(simulator|testing|packaged|certify)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere would fail at start.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
