/** All of guided mode that the wizard needs. It is loaded when something collected is opened. */
export { describeCollection, emptyCollection, mergeCollections } from '../../../shared/collected/collection.ts';
export { collectionScript } from './collection-script.ts';
export { guidedGateway } from './gateway.ts';
export { readCollection } from './read-collection.ts';
