/** How the collection script marks its files. */

export const collectionFormat = 'HybridCertificateWizard.Collection';
/** Raised when a file of the script would be misread by an older wizard. */
export const collectionFormatVersion = 1;
