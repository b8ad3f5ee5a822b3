export default { devServer: { static: 'public' }, output: { path: `${import.meta.dirname}/public` } };
