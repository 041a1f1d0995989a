/** Entry of a worker that computes exact values, in Node and in browsers. */
import { failureOf, openPort } from '../backend/port.js';
import { answerTheory, type TheoryAnswer, type TheoryTask } from './theory-tasks.js';

const { say, listen } = openPort<TheoryTask, TheoryAnswer>();

listen((message) => {
  if (message.type === 'cancel') return; // a task takes a second at most
  try {
    say({ type: 'done', result: answerTheory(message.task) });
  } catch (error) {
    say(failureOf(error));
  }
});
say({ type: 'ready' });
