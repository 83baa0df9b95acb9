export const diagnosticsWords = {
  copied: 'Copied diagnostics, without secrets.',
  versions: 'Versions',
  state: 'State',
  settings: 'Settings',
  network: 'Network settings of the editor',
  environment: 'Environment',
  log: 'Last lines of the log',
  noLines: 'nothing yet',
  set: 'set',
  notSet: 'not set',
} as const;
