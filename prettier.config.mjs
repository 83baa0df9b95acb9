export default {
  printWidth: 120,
  singleQuote: true,
  trailingComma: 'all',
  overrides: [{ files: ['*.json', '*.md'], options: { printWidth: 100 } }],
};
