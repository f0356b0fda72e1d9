/*
 * What made-up messages say. A bot that runs a task says what belongs to it; each exchange is a question and what the bot
 * answers to it.
 */

export interface Exchange {
  /** The task, where the bot runs one. */
  task?: string;
  asks: string;
  answers: string;
}

export const exchanges: readonly [Exchange, ...Exchange[]] = [
  { asks: 'Hi', answers: 'Hello! How can I help you today?' },
  {
    task: 'Order Status',
    asks: 'Where is my order?',
    answers: 'Your order has left our warehouse and arrives tomorrow.',
  },
  {
    task: 'Check Balance',
    asks: 'What is my balance?',
    answers: 'Which account do you mean: checking or savings?',
  },
  { task: 'Check Balance', asks: 'Checking', answers: 'Your balance is 1,250.40.' },
  {
    task: 'Change Address',
    asks: 'I have moved, please change my address',
    answers: 'What is your new address?',
  },
  {
    task: 'Change Address',
    asks: '12 Station Road, Leeds',
    answers: JSON.stringify({
      type: 'template',
      payload: {
        template_type: 'button',
        text: 'Is this right?',
        buttons: [
          { type: 'postback', title: 'Yes', payload: 'Yes' },
          { type: 'postback', title: 'No', payload: 'No' },
        ],
      },
    }),
  },
  { task: 'Change Address', asks: 'Yes', answers: 'Thank you, your address was changed.' },
  { asks: 'Can I talk to somebody?', answers: 'I am connecting you with an agent.' },
  { asks: 'Thanks', answers: 'You are welcome. Is there anything else?' },
  { asks: 'No, that is all', answers: 'Have a good day!' },
];

export const agentExchanges: readonly [Exchange, ...Exchange[]] = [
  { asks: 'Are you a real person?', answers: 'Yes, my name is Sam. How can I help?' },
  { asks: 'The parcel has not come', answers: 'I am sorry to hear that. Let me look it up.' },
  { asks: 'Thank you', answers: 'I have sent it again; you will get a message when it leaves.' },
];
