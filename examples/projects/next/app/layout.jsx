import 'pika-plot/dist/pika-plot.css';

export const metadata = { title: 'pika-plot with Next', icons: 'data:,' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
