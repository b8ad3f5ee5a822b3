import { computed, defineComponent, h, onMounted, ref, type VNode } from 'vue';
import { asPage } from './as-page.ts';

const SCRIPT = /<script type="module">(.*?)<\/script>\s*/gs;

/** Elements that run, and their code, the same text. */
export const LiveExample = defineComponent({
  name: 'LiveExample',
  props: {
    /** The HTML, as encodeURIComponent writes it. */
    code: { type: String, required: true },
    /** The rows of the page's examples: shown when asked for. */
    rows: Boolean,
  },
  setup(props, { slots }) {
    const text = computed(() => decodeURIComponent(props.code));
    const stage = ref<HTMLElement>();
    const state = ref('Copy as a page');

    // The HTML is in the page from the server; browsers run no scripts that arrive as innerHTML.
    onMounted(() => {
      for (const [, body] of text.value.matchAll(SCRIPT)) {
        const script = document.createElement('script');
        script.type = 'module';
        script.textContent = body!;
        stage.value?.append(script);
      }
    });

    async function copy(): Promise<void> {
      const rows = Array.from(document.querySelectorAll<HTMLElement>('[data-rows]'), ({ dataset }) => dataset['rows']!);
      await navigator.clipboard.writeText(asPage([...rows, text.value]));
      state.value = 'Copied';
      setTimeout(() => (state.value = 'Copy as a page'), 2000);
    }

    const elements = (): VNode => h('div', { ref: stage, class: 'stage', innerHTML: text.value.replace(SCRIPT, '') });
    return () =>
      props.rows
        ? h('details', { class: 'live rows', 'data-rows': text.value }, [
            h('summary', 'The rows of these examples'),
            elements(),
            slots['default']?.(),
          ])
        : h('div', { class: 'live' }, [
            elements(),
            slots['default']?.(),
            h('button', { type: 'button', class: 'copy-page', onClick: copy }, state.value),
          ]);
  },
});
