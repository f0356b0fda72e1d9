/** What sessions look like where the arguments say nothing; weights are relative. */

export const defaultContainment = { selfService: 96, dropOff: 14, agent: 6 };

export const defaultSessionTypes = { interactive: 88, 'non-interactive': 12 };

export const defaultChannels = {
  rtm: 52,
  korevg: 14,
  msteams: 10,
  sms: 8,
  slack: 5,
  facebook: 5,
  api: 4,
  email: 2,
};

export const defaultLanguages = { en: 68, es: 14, de: 9, fr: 6, ja: 3 };

export const defaultSessionTags = {
  intent: ['order status', 'refund', 'opening hours', 'reset password', 'change address', 'talk to agent'],
  product: ['broadband', 'mobile', 'television', 'bundle'],
  sentiment: ['positive', 'neutral', 'negative'],
  campaign: ['spring-sale', 'newsletter', 'winback'],
};

export const defaultUserTags = {
  regular: ['newuser', 'returning'],
  tier: ['gold', 'silver', 'bronze'],
};

export const firstNames = [
  'ana',
  'ben',
  'chen',
  'dana',
  'elif',
  'farid',
  'grace',
  'hugo',
  'ines',
  'jonas',
  'kemi',
  'lars',
  'mei',
  'nadia',
  'omar',
  'priya',
  'ruth',
  'sofia',
  'tomas',
  'yuki',
];

export const lastNames = [
  'abe',
  'bauer',
  'costa',
  'dubois',
  'evans',
  'fischer',
  'garcia',
  'haddad',
  'ito',
  'jensen',
  'khan',
  'lopez',
  'martin',
  'nowak',
  'okafor',
  'patel',
  'rossi',
  'silva',
  'tanaka',
  'weber',
];
