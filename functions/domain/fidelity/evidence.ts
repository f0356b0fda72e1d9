/** What labels stand on, in the words of the table. */
export const evidence = {
  page: "the vendor's page",
  newerPage: "newer editions of the vendor's page",
  samples: "samples on the vendor's page",
  siblingPages: 'documentation of sibling APIs',
  siblings: 'errors captured from sibling APIs behind the same authentication layer',
  captured: 'captured responses',
  clients: 'clients that have run in production for years',
  historyPage: "the vendor's page on conversation history",
  historySamples: "samples on the vendor's page on conversation history",
  accessPage: "the vendor's page on apps and tokens",
} as const;
