import { html, type TemplateResult } from 'lit';

/** Rounded figures of some countries: income per person (dollars), life expectancy (years), population (millions). */
export function countries(): TemplateResult {
  return html`<pika-query
    name="countries"
    sql="SELECT * FROM (VALUES
      ('China', 'Asia', 'middle', 16700, 77.7, 1410), ('India', 'Asia', 'middle', 6600, 70.2, 1380),
      ('Indonesia', 'Asia', 'middle', 11900, 71.0, 273), ('Pakistan', 'Asia', 'low', 5200, 66.3, 227),
      ('Bangladesh', 'Asia', 'low', 5900, 72.4, 167), ('Japan', 'Asia', 'high', 41400, 84.5, 126),
      ('Vietnam', 'Asia', 'middle', 10700, 74.8, 97), ('South Korea', 'Asia', 'high', 43200, 83.4, 52),
      ('Nigeria', 'Africa', 'low', 4900, 53.6, 208), ('Ethiopia', 'Africa', 'low', 2300, 65.4, 117),
      ('Egypt', 'Africa', 'middle', 12600, 70.9, 107), ('Congo', 'Africa', 'low', 1100, 59.7, 93),
      ('South Africa', 'Africa', 'middle', 13400, 65.3, 59), ('Kenya', 'Africa', 'low', 4600, 62.7, 52),
      ('Brazil', 'Americas', 'middle', 14600, 74.0, 213), ('Mexico', 'Americas', 'middle', 18400, 70.1, 126),
      ('United States', 'Americas', 'high', 60200, 77.4, 332), ('Colombia', 'Americas', 'middle', 14100, 74.8, 51),
      ('Argentina', 'Americas', 'middle', 19700, 75.9, 45), ('Canada', 'Americas', 'high', 46000, 81.7, 38),
      ('Germany', 'Europe', 'high', 51400, 81.0, 83), ('United Kingdom', 'Europe', 'high', 43000, 80.7, 67),
      ('France', 'Europe', 'high', 43500, 82.3, 65), ('Italy', 'Europe', 'high', 40800, 82.3, 60),
      ('Ukraine', 'Europe', 'middle', 12400, 73.2, 44), ('Poland', 'Europe', 'high', 32500, 76.5, 38)
    ) t(country, continent, class, income, life, population)"
  ></pika-query>`;
}
