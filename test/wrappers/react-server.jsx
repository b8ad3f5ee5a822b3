import { renderToString } from 'react-dom/server';
import { Dashboard } from './react-app.jsx';
import { Bare } from './react-bare-app.jsx';

export const html = () => renderToString(<Dashboard />);
export const bareHtml = () => renderToString(<Bare />);
