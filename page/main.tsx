/** The workbench: the engine in a page. */
import './language.js';
import { render } from 'preact';
import { App } from './app.js';
import { startEngine } from './state/engine.js';
import { startLink } from './state/link.js';
import { startTheme } from './state/theme.js';
import './style/fonts.css';
import './style/base.css';
import './style/controls.css';
import './style/explore.css';

startTheme();
startLink();
startEngine();
render(<App />, document.getElementById('app')!);
