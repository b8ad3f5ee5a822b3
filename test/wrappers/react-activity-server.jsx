import { renderToString } from 'react-dom/server';
import { Pages } from './react-activity-app.jsx';

export const html = () => renderToString(<Pages shown="a" />);
