import type { ConnectCustomKeyStoreInput, ConnectCustomKeyStoreOutput } from './operations/connect-custom-key-store.ts'
import type { CreateCustomKeyStoreInput, CreateCustomKeyStoreOutput } from './operations/create-custom-key-store.ts'
import type { DeleteCustomKeyStoreInput, DeleteCustomKeyStoreOutput } from './operations/delete-custom-key-store.ts'
import type { DescribeCustomKeyStoresInput, DescribeCustomKeyStoresOutput } from './operations/describe-custom-key-stores.ts'
import type { DisconnectCustomKeyStoreInput, DisconnectCustomKeyStoreOutput } from './operations/disconnect-custom-key-store.ts'
import type { UpdateCustomKeyStoreInput, UpdateCustomKeyStoreOutput } from './operations/update-custom-key-store.ts'

/**
 * The part of `KmsApi` for custom key stores. Neither cluster nor proxy is simulated: what AWS says when one of them is missing or
 * wrong (CloudHsmClusterNotFoundException, XksProxyUriUnreachableException and their like) comes from `cloud.faults`.
 */
export interface KmsKeyStoresApi {
  /**
   * Makes a custom key store, which is not connected yet.
   *
   * Throws AccessDeniedException, CloudHsmClusterInUseException, CustomKeyStoreNameInUseException, LimitExceededException,
   * ValidationException, XksProxyUriEndpointInUseException, XksProxyUriInUseException,
   * XksProxyVpcEndpointServiceInUseException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateCustomKeyStore.html
   */
  createCustomKeyStore(input: CreateCustomKeyStoreInput): CreateCustomKeyStoreOutput

  /**
   * Describes the custom key stores of the account and Region, or one of them.
   *
   * Throws AccessDeniedException, CustomKeyStoreNotFoundException, InvalidMarkerException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeCustomKeyStores.html
   */
  describeCustomKeyStores(input?: DescribeCustomKeyStoresInput): DescribeCustomKeyStoresOutput

  /**
   * Changes properties of a custom key store; most of them only while it is disconnected.
   *
   * Throws AccessDeniedException, CloudHsmClusterInUseException, CustomKeyStoreInvalidStateException,
   * CustomKeyStoreNameInUseException, CustomKeyStoreNotFoundException, ValidationException,
   * XksProxyUriEndpointInUseException, XksProxyUriInUseException, XksProxyVpcEndpointServiceInUseException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateCustomKeyStore.html
   */
  updateCustomKeyStore(input: UpdateCustomKeyStoreInput): UpdateCustomKeyStoreOutput

  /**
   * Deletes a custom key store that is disconnected and has no keys.
   *
   * Throws AccessDeniedException, CustomKeyStoreHasCMKsException, CustomKeyStoreInvalidStateException,
   * CustomKeyStoreNotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteCustomKeyStore.html
   */
  deleteCustomKeyStore(input: DeleteCustomKeyStoreInput): DeleteCustomKeyStoreOutput

  /**
   * Connects a custom key store, so that its keys can be made and used.
   *
   * Throws AccessDeniedException, CustomKeyStoreInvalidStateException, CustomKeyStoreNotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ConnectCustomKeyStore.html
   */
  connectCustomKeyStore(input: ConnectCustomKeyStoreInput): ConnectCustomKeyStoreOutput

  /**
   * Disconnects a custom key store; its keys are unavailable until it is connected again.
   *
   * Throws AccessDeniedException, CustomKeyStoreInvalidStateException, CustomKeyStoreNotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisconnectCustomKeyStore.html
   */
  disconnectCustomKeyStore(input: DisconnectCustomKeyStoreInput): DisconnectCustomKeyStoreOutput
}
