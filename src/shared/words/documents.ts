export const documentWords = {
  tooLarge: (size: string) => `This document has ${size}, more than the editor shows well. Save it as a file instead.`,
  saveAs: 'Save As…',
} as const;
