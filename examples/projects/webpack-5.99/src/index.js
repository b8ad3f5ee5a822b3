import 'pika-plot';

document.querySelector('pika-query').data = [
  { month: 'Jan', revenue: 120 },
  { month: 'Feb', revenue: 90 },
  { month: 'Mar', revenue: 160 },
];
